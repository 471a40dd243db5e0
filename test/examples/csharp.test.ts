// What is there for C# compiles: the declarations, the program, and the sample of the documents.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../support/built.js';
import { sample } from '../support/documents.js';

const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Throws with what the compiler says. */
function compile(...sources: string[]) {
  const options = ['-warnaserror', '-platform:x64', '-r:Microsoft.CSharp.dll'];
  execFileSync('mcs', [...options, `-out:${join(folder, 'Program.exe')}`, ...sources], { stdio: 'pipe' });
}

test('the example in C# compiles without a warning', () => {
  compile(...['Program.cs', 'Imnxport.cs'].map((name) => join(packageRoot, 'examples', 'csharp', name)));
});

test('the sample in C# compiles without a warning', () => {
  const file = join(folder, 'Sample.cs');
  const { text } = sample('docs/automation.md', 'csharp 1');
  writeFileSync(
    file,
    `using System;\nclass Sample {\n  static void Main() {\n    byte[] bytes = { 65 };\n${text}\n  }\n}\n`,
  );
  compile(file);
});
