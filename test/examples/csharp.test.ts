// The declarations and the program for C# compile, without a warning.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../support/built.js';

const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the example in C# compiles without a warning', () => {
  const output = `-out:${join(folder, 'Program.exe')}`;
  const sources = ['Program.cs', 'Imnxport.cs'].map((name) => join(packageRoot, 'examples', 'csharp', name));
  // Throws with what the compiler says.
  execFileSync('mcs', ['-warnaserror', '-platform:x64', output, ...sources], { stdio: 'pipe' });
});
