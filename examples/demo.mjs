// The demo: posts real messages to a server on this machine, from JavaScript and from C, and compares what arrived.
//
//   npm run demo
//
// IMNXPORT_C_HOST and IMNXPORT_LIBRARY name the C program and the library; by default those of build/Release.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileBody, HttpMailTransport, hresultName, versions } from '../dist/index.mjs';
import { HttpMailServer } from '../dist/testing/index.mjs';
import { attachmentMessage } from './demo/attachment.mjs';
import { failed, heading, indented, intro, result, summary, withProgress } from './demo/report.mjs';
import { sha256 } from './demo/sha256.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const mailFolder = join(root, 'examples', 'mail');
const library = process.env.IMNXPORT_LIBRARY ?? join(root, 'build', 'Release', 'libimnxport.so');
const cHost = process.env.IMNXPORT_C_HOST ?? join(root, 'build', 'Release', 'c-host');

const contentType = 'message/rfc822';
const user = { user: 'sender', password: 'correct horse battery staple' };
const server = new HttpMailServer({ redirects: { '/old-mailbox/': '/inbox/' } });
const digestServer = new HttpMailServer({ auth: { scheme: 'digest', ...user } });

/** Posts, shows the response, and compares what was sent with what the server gives back. */
async function show(transport, url, body, sent, options = {}) {
  const response = await withProgress((onProgress) =>
    transport.post(url, body, { contentType, onProgress, ...options }),
  );
  const stored = await sha256((url.startsWith(server.url) ? server : digestServer).read(response.location));
  return result({ ...response, sent: await sent(), stored });
}

async function postFiles(transport) {
  for (const name of (await readdir(mailFolder)).sort()) {
    const path = join(mailFolder, name);
    heading(name, 'read natively from its file');
    await show(transport, `${server.url}/inbox/`, fileBody(path), () => sha256(createReadStream(path)));
  }
}

async function postAttachment(transport) {
  heading('a 20 MB attachment', 'made on the fly by JavaScript, never whole in memory');
  const message = attachmentMessage(15_000_000);
  await show(
    transport,
    `${server.url}/inbox/`,
    () => message.chunks(),
    () => sha256(message.chunks()),
    {
      contentLength: message.length,
    },
  );
}

async function postWithDigest(transport) {
  const path = join(mailFolder, 'eight-bit.eml');
  heading('eight-bit.eml, with a password', 'the server asks for Digest authentication');
  await show(transport, `${digestServer.url}/inbox/`, fileBody(path), () => sha256(createReadStream(path)));
}

async function postThroughRedirect(transport) {
  const path = join(mailFolder, 'long-lines.eml');
  heading('long-lines.eml, to an old address', 'the server redirects the POST with 307');
  await show(transport, `${server.url}/old-mailbox/`, fileBody(path), () => sha256(createReadStream(path)));
}

/** The C program knows nothing of Node: it loads the library and calls its vtable. */
async function postFromC(folder) {
  heading('the same attachment, from C', 'examples/c-host with the COM library');
  const path = join(folder, 'attachment.eml');
  await writeFile(path, attachmentMessage(15_000_000).chunks());
  const { code, stdout } = await run(cHost, [library, `${server.url}/inbox/`, path, contentType]);
  const value = (name) => new RegExp(`^${name} +(.*)$`, 'm').exec(stdout)?.[1] ?? '';
  const hresult = Number(value('HRESULT').split(' ')[0]);
  if (code !== 0) throw new Error(`${cHost} ended with ${code}\n${stdout}`);
  const [, status, statusText] = /^\S+ (\d+) (.*)$/.exec(value('status'));
  const location = value('location');
  result({
    hresult,
    hresultName: hresultName(hresult),
    status,
    statusText,
    location,
    bytesSent: Number(value('bytes').split(' ')[0]),
    sent: await sha256(createReadStream(path)),
    stored: await sha256(server.read(location)),
  });
}

function run(file, args) {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, (error, stdout) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error?.code ?? 0, stdout });
    });
    child.stderr.on('data', indented());
  });
}

const folder = await mkdtemp(join(tmpdir(), 'imnxport-demo-'));
try {
  await Promise.all([server.listen(), digestServer.listen()]);
  intro(versions(), server.url);
  const transport = new HttpMailTransport({
    proxy: false,
    credentials: { ...user, origin: digestServer.url },
  });
  await postFiles(transport);
  await postAttachment(transport);
  await postWithDigest(transport);
  await postThroughRedirect(transport);
  await transport.close();
  await postFromC(folder);
  process.exitCode = summary();
} catch (error) {
  failed(error);
  process.exitCode = 1;
} finally {
  await Promise.all([server.close(), digestServer.close(), rm(folder, { recursive: true })]);
}
