// Random choices that a seed repeats.

/** A sequence of its own for each seed: mulberry32, which is in the public domain. */
export class Random {
  #state: number;

  constructor(...seed: number[]) {
    this.#state = 0x9e3779b9;
    for (const part of seed) {
      this.#state = Math.imul(this.#state ^ part, 0x85ebca6b) >>> 0;
      this.real();
    }
  }

  /** 0 or more, less than 1. */
  real(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  }

  /** A whole number from `low` up to and with `high`. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.real() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.real() < probability;
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)]!;
  }

  /** One of the choices, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [number, T])[]): T {
    let left = this.real() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) if ((left -= weight) < 0) return choice;
    return choices[choices.length - 1]![1];
  }
}
