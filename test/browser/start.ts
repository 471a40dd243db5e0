// A real browser, without a window.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The sizes of the screens that pages are looked at with, in pixels. */
export const DESKTOP = { width: 1280, height: 800 };
export const TELEPHONE = { width: 390, height: 844 };

/** Starts this machine's Chromium; whoever asks for it closes it. */
export function startBrowser(): Promise<Browser> {
  const places = process.env['PATH']!.split(delimiter).map((folder) => join(folder, 'chromium'));
  return chromium.launch({ executablePath: places.find(existsSync)! });
}
