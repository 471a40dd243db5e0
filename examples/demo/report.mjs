// What the demo prints: calm, one block for each message, colours only on a terminal.
import { progressDisplay } from '../../dist/cli/progress.js';

const out = process.stdout;
const colours = out.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
const bold = paint(1);
const dim = paint(2);
const red = paint(31);
const green = paint(32);

let posted = 0;
let same = 0;
const started = performance.now();

function line(text = '') {
  out.write(`${text}\n`);
}

export function intro({ imnxport, libcurl }, url) {
  line(bold(`imnxport ${imnxport}`) + dim(`  ${libcurl}, Node.js ${process.version}`));
  line();
  line(`A small HTTPMail-like server in this process listens on ${url} and stores`);
  line('what is posted to it. Each message goes through the vtable of the COM transport.');
}

/** Begins the block of one message. */
export function heading(title, how) {
  line();
  line(`${bold(title)}${dim(`  ${how}`)}`);
}

/** Runs `work` with a listener for its progress: a bar on a terminal, lines in a pipe. */
export async function withProgress(work) {
  const display = progressDisplay('  sending', out);
  try {
    const response = await work((progress) => display.update(progress));
    display.end(true);
    return response;
  } catch (error) {
    display.end(false);
    throw error;
  }
}

/** A listener for the output of another program, which is shown dimmed and indented. */
export function indented() {
  return (text) => {
    for (const each of String(text).split('\n')) if (each !== '') line(dim(`  ${each}`));
  };
}

/** Shows a response and whether the message was stored as it was sent. */
export function result({ hresult, hresultName, status, statusText, location, bytesSent, sent, stored }) {
  posted++;
  const equal = sent === stored;
  if (equal) same++;
  const number = `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
  line(`  HRESULT   ${number} ${hresultName}`);
  line(`  status    ${status} ${statusText}`);
  line(`  location  ${location}`);
  line(`  bytes     ${bytesSent.toLocaleString('en')}`);
  line(`  SHA-256   ${sent}  sent`);
  line(`            ${stored}  stored  ${equal ? green('✓ the same') : red('✗ different')}`);
}

/** Shows how it all went and gives the exit code. */
export function summary() {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  line();
  const text = `${posted} messages posted, ${same} stored byte for byte, in ${seconds} s.`;
  line(same === posted ? green(text) : red(text));
  return same === posted ? 0 : 1;
}

export function failed(error) {
  line();
  line(red(`The demo has failed: ${error.message}`));
  line(dim(error.stack ?? ''));
}
