/* chance.h: random numbers that a seed repeats; each thread has a state of its own. */
#ifndef IMNXPORT_TEST_CHANCE_H
#define IMNXPORT_TEST_CHANCE_H

/* 0 or more, less than `limit`. */
static inline unsigned Below(unsigned* state, unsigned limit) {
  *state = *state * 1664525u + 1013904223u;
  return (unsigned)(((unsigned long long)(*state >> 8) * limit) >> 24);
}

/* 1 in `percent` cases of a hundred. */
static inline int Chance(unsigned* state, unsigned percent) { return Below(state, 100) < percent; }

#endif
