// Doors into the library beside COM through which plain cases are tried: post(), and the C program of the examples.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImnxportError } from '../../dist/errors.js';
import { HttpMailTransport } from '../../dist/transport.js';
import { cHost, library } from '../support/built.js';

/** What a door tells of a post. */
export interface Outcome {
  hresult: number;
  /** 0: there was no response. */
  status: number;
  location: string | null;
}

export interface Door {
  name: string;
  post(url: string, body: Buffer, contentType: string | undefined): Promise<Outcome>;
}

const addon: Door = {
  name: 'the addon',
  async post(url, body, contentType) {
    const transport = new HttpMailTransport({ proxy: false });
    try {
      const { hresult, status, location } = await transport.post(url, body, { contentType });
      return { hresult, status, location };
    } catch (error) {
      if (!ImnxportError.is(error)) throw error;
      return {
        hresult: error.hresult,
        status: error.status ?? 0,
        location: error.response?.location ?? null,
      };
    } finally {
      await transport.close();
    }
  },
};

const cProgram: Door = {
  name: 'the library, from C',
  async post(url, body, contentType) {
    const folder = mkdtempSync(join(tmpdir(), 'imnxport-'));
    try {
      const file = join(folder, 'message.eml');
      writeFileSync(file, body);
      const { stdout, stderr } = await run(cHost(), [library(), url, file, contentType ?? '']);
      const refused = /^CommandPOST failed: HRESULT (0x[0-9A-F]{8})$/m.exec(stderr);
      if (refused) return { hresult: Number(refused[1]), status: 0, location: null };
      const value = (name: string) => new RegExp(`^${name} +(.*)$`, 'm').exec(stdout)?.[1] ?? '';
      const location = value('location');
      return {
        hresult: Number(value('HRESULT').split(' ')[0]),
        status: Number(/^HTTP\/\S+ (\d+)/.exec(value('status'))?.[1] ?? 0),
        location: location === 'not told' ? null : location,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function run(file: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, no_proxy: '*' };
  return new Promise((resolve, reject) => {
    execFile(file, args, { env }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number')
        reject(new Error(`${file} was ended by ${error.signal}: ${stderr}`));
      else resolve({ stdout, stderr });
    });
  });
}

export const doors: readonly Door[] = [addon, cProgram];
