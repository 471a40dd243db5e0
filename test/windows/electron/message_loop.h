/* message_loop.h: the main thread as Electron has it: a loop of Windows messages that takes turns with
 * libuv's loop. */
#ifndef IMNXPORT_TEST_MESSAGE_LOOP_H
#define IMNXPORT_TEST_MESSAGE_LOOP_H

/* What libuv declares as uv_loop_t; its beginning has not changed since 1.0. */
typedef struct UvLoop UvLoop;

typedef void (*Turn)(void* argument);

/* Dispatches messages until MessageLoopQuit. Whenever libuv has something to do, a message makes it do that,
 * and `turn` is called afterwards, all on this thread. 1; 0: the time was over first, or Windows refused
 * something. */
int MessageLoopRun(UvLoop* uv, Turn turn, void* argument, unsigned limit_ms);
/* On the same thread. */
void MessageLoopQuit(void);

/* Dispatches messages and nothing else, as a modal dialog does, until `done` says 1. 0: the time was over
 * first. */
int MessagesUntil(int (*done)(void* argument), void* argument, unsigned limit_ms);

#endif
