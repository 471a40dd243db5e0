// Reads what a Windows binary says about itself: the PE format as Microsoft documents it.
import { readFileSync } from 'node:fs';

export interface PortableExecutable {
  /** 0x8664: x64, 0x14c: ia32. */
  machine: number;
  /** IMAGE_DLLCHARACTERISTICS_*. */
  characteristics: number;
  /** The DLLs that the loader needs before it can load this one, in lower case. */
  imports: string[];
  exports: string[];
  /** The bytes of the first resource of each type, by its number (RT_MANIFEST is 24, RT_VERSION 16) or its name. */
  resources: Map<number | string, Buffer>;
}

interface Section {
  address: number;
  size: number;
  offset: number;
}

export function readPe(file: string): PortableExecutable {
  const bytes = readFileSync(file);
  const header = bytes.readUInt32LE(0x3c);
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0')
    throw new Error(`${file} is no Windows binary`);
  const optional = header + 24;
  const wide = bytes.readUInt16LE(optional) === 0x20b;
  const directories = optional + (wide ? 112 : 96);
  const sections = readSections(bytes, header, optional);
  const directory = (index: number) => offsetOf(sections, bytes.readUInt32LE(directories + index * 8));
  const text = (address: number) => readText(bytes, offsetOf(sections, address));

  return {
    machine: bytes.readUInt16LE(header + 4),
    characteristics: bytes.readUInt16LE(optional + 70),
    imports: readImports(bytes, directory(1), text),
    exports: readExports(bytes, directory(0), sections, text),
    resources: readResources(bytes, directory(2), sections),
  };
}

function readSections(bytes: Buffer, header: number, optional: number): Section[] {
  const first = optional + bytes.readUInt16LE(header + 20);
  return Array.from({ length: bytes.readUInt16LE(header + 6) }, (_, index) => {
    const at = first + index * 40;
    const size = Math.max(bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 16));
    return { address: bytes.readUInt32LE(at + 12), size, offset: bytes.readUInt32LE(at + 20) };
  });
}

/** Where in the file an address of the image is; 0 when there is none. */
function offsetOf(sections: Section[], address: number): number {
  const section = sections.find((one) => address >= one.address && address < one.address + one.size);
  return section && address !== 0 ? address - section.address + section.offset : 0;
}

function readText(bytes: Buffer, offset: number): string {
  return bytes.toString('latin1', offset, bytes.indexOf(0, offset));
}

function readImports(bytes: Buffer, start: number, text: (address: number) => string): string[] {
  const names: string[] = [];
  for (let at = start; start !== 0 && bytes.readUInt32LE(at + 12) !== 0; at += 20) {
    names.push(text(bytes.readUInt32LE(at + 12)).toLowerCase());
  }
  return names;
}

function readExports(
  bytes: Buffer,
  start: number,
  sections: Section[],
  text: (address: number) => string,
): string[] {
  if (start === 0) return [];
  const names = offsetOf(sections, bytes.readUInt32LE(start + 32));
  const count = bytes.readUInt32LE(start + 24);
  return Array.from({ length: count }, (_, index) => text(bytes.readUInt32LE(names + index * 4)));
}

/** The tree has three levels: type, name, language. */
function readResources(bytes: Buffer, start: number, sections: Section[]): Map<number | string, Buffer> {
  const found = new Map<number | string, Buffer>();
  if (start === 0) return found;
  const isFolder = (entry: number) => (bytes.readUInt32LE(entry + 4) & 0x80000000) !== 0;
  const target = (entry: number) => start + (bytes.readUInt32LE(entry + 4) & 0x7fffffff);
  const entries = (folder: number) => {
    const count = bytes.readUInt16LE(folder + 12) + bytes.readUInt16LE(folder + 14);
    return Array.from({ length: count }, (_, index) => folder + 16 + index * 8);
  };
  const name = (entry: number) => {
    const id = bytes.readUInt32LE(entry);
    if ((id & 0x80000000) === 0) return id;
    const at = start + (id & 0x7fffffff);
    return bytes.toString('utf16le', at + 2, at + 2 + bytes.readUInt16LE(at) * 2);
  };
  for (const type of entries(start)) {
    let entry = type;
    while (isFolder(entry)) entry = entries(target(entry))[0]!;
    const data = target(entry);
    const offset = offsetOf(sections, bytes.readUInt32LE(data));
    found.set(name(type), bytes.subarray(offset, offset + bytes.readUInt32LE(data + 4)));
  }
  return found;
}
