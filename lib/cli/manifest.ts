// `imnxport manifest`: the COM server beside a program, which then uses it without any registration.
import { dirname, join } from 'node:path';
import { putFile, stableFolder } from './copies.js';
import { EXIT, parse, UsageError } from './usage.js';
import { here, packagedLibrary, type WindowsPlace } from './windows.js';

const HELP = `Usage: imnxport manifest --arch x64|ia32 --to FOLDER

Copies imnxport.dll and imnxport.manifest into the folder of a program, and prints what to add to the manifest of
that program. Nothing is registered, and nothing else on the machine is touched.

  --arch x64|ia32  the bitness of the program
  --to FOLDER      the folder of its .exe
  -h, --help

Exit code: 0 done, 1 failed, 2 wrong call.
`;

const OPTIONS = {
  arch: { type: 'string' },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SNIPPET = `<dependency>
  <dependentAssembly>
    <assemblyIdentity type="win32" name="imnxport" version="1.0.0.0" processorArchitecture="*"/>
  </dependentAssembly>
</dependency>`;

export function manifest(args: string[], place: WindowsPlace = here()): number {
  const { values, positionals } = parse(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  const { arch, to } = values;
  if (positionals.length > 0) throw new UsageError(`manifest takes no '${positionals[0]}'`);
  if (arch !== 'x64' && arch !== 'ia32') {
    throw new UsageError('manifest needs --arch x64 or --arch ia32: the bitness of the program');
  }
  if (to === undefined) throw new UsageError('manifest needs --to FOLDER: the folder of the program');

  const folder = stableFolder(to);
  const from = dirname(packagedLibrary(arch, place));
  for (const name of ['imnxport.dll', 'imnxport.manifest']) putFile(join(from, name), join(folder, name));
  place.print(`imnxport.dll and imnxport.manifest (${arch}) are in ${folder}`);
  place.print(`The manifest of the program takes this inside <assembly>:\n\n${SNIPPET}`);
  return EXIT.ok;
}
