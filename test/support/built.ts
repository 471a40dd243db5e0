// Where the built programs and libraries are.
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const extension = process.platform === 'win32' ? '.dll' : '.so';
const release = join(root, 'build', 'Release');

/** The folder of the package. */
export const packageRoot = root;

/** The addon. */
export function addon(): string {
  return process.env['IMNXPORT_BINDING_PATH'] ?? join(release, 'imnxport.node');
}

/** The COM server. */
export function library(): string {
  return (
    process.env['IMNXPORT_LIBRARY'] ?? join(release, extension === '.dll' ? 'imnxport.dll' : 'libimnxport.so')
  );
}

/** The library of test/support/caller. */
export function caller(): string {
  return join(dirname(cHost()), `caller${extension}`);
}

/** The COM server of test/support/plain-transport, whose transport has only what is documented. */
export function plainLibrary(): string {
  return join(dirname(cHost()), `plain-transport${extension}`);
}

/** The C program of examples/c-host. */
export function cHost(): string {
  return (
    process.env['IMNXPORT_C_HOST'] ?? join(release, `c-host${process.platform === 'win32' ? '.exe' : ''}`)
  );
}

/** The COM server of test/conformance/wrong. */
export function wrongTransport(): string {
  return join(dirname(library()), `wrong-transport${extension}`);
}
