// Makes pointers, forgets them, and waits until their references are gone. Needs --expose-gc. Argument: way.
import { ComPointer, HttpMailTransport, IHTTPMailTransport } from '../../../dist/index.js';
import { unknown } from '../com.js';

const watch = new HttpMailTransport().toPointer();
const alone = unknown.references(watch.address);

const ways: Record<string, () => void> = {
  'made by toPointer': () => void watch.queryInterface(IHTTPMailTransport),
  'that were adopted': () => {
    unknown.addRef(watch.address);
    ComPointer.adopt(watch.address, IHTTPMailTransport);
  },
  'that were released': () => watch.queryInterface(IHTTPMailTransport).release(),
};

async function main(): Promise<void> {
  const codes: unknown[] = [];
  process.on('warning', (warning: Error & { code?: string; detail?: string }) => {
    const where = /^made\n[^]*children.pointers\.js/.test(warning.detail ?? '')
      ? 'with the place'
      : 'without a place';
    codes.push(`${warning.code}: ${warning.message}, ${where}`);
  });
  const make = ways[process.argv[2] ?? '']!;
  for (let i = 0; i < 3; i++) make();
  do {
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
  } while (unknown.references(watch.address) > alone);
  // Finalizers of JavaScript are tasks of their own, which come with a collection as well.
  const wanted = process.env['NODE_DEBUG'] === 'imnxport' && process.argv[2] !== 'that were released' ? 3 : 0;
  while (codes.length < wanted) {
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  watch.release();
  process.stdout.write(JSON.stringify(codes));
  process.disconnect();
}

void main();
