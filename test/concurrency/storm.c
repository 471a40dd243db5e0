/* storm.c: 64 threads do to transports, shared ones and their own, whatever a host may do.
 *
 * A lane is a transport and what may be said of its commands. A polite lane keeps its callback and its last
 * reference to the end: each of its commands has exactly one final response. To a rude one HandsOffCallback
 * and the final Release happen at any time, also inside callbacks: its commands have one at most.
 *
 * At the end the process has the threads and handles (off Windows, files) that it had before.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "guests.h"
#include "storm_server.h"
#include "support/fixture.h"
#include "support/system.h"

/* What the system makes once and keeps, or takes a moment to give back; a leak in one of fifty commands is
 * more. */
enum { kHandlesOfTheSystem = 16, kThreadsOfTheSystem = 4 };

#ifdef _WIN32
enum { kRounds = 10 }; /* where it is Wine, a post takes ten times as long */
#else
enum { kRounds = 40 };
#endif

enum { kThreads = 64, kShared = 16, kCommandRoom = 1 << 20, kMaxInFlight = 400 };

typedef struct Lane {
  struct Storm* storm;
  void* transport;
  int rude;
  atomic_int references; /* of threads and of the shared place; the last one gives the transport back */
  atomic_int depth;      /* posts made inside callbacks that may still follow */
  struct Lane* next;     /* all that ever were */
} Lane;

/* What became of one CommandPOST; its number is the dwContext. */
typedef struct Command {
  atomic_int finals;
  int accepted;
  const Lane* lane;
} Command;

typedef struct Storm {
  Library library;
  StormServer* server;
  Monitor monitor; /* for the lanes */
  Lane* shared[kShared];
  Lane* all;
  Command* commands;
  atomic_uint command_count;
  atomic_int in_flight; /* accepted by polite lanes, and not ended */
  unsigned share;       /* how many of a hundred uses go to a shared lane */
  int rounds;
  unsigned seed;
} Storm;

typedef struct Worker {
  Storm* storm;
  unsigned chance;
  pthread_t thread;
} Worker;

static void Post(Lane* lane, unsigned* chance) {
  Storm* storm = lane->storm;
  unsigned number = atomic_fetch_add(&storm->command_count, 1);
  REQUIRE(number < kCommandRoom);
  Command* command = &storm->commands[number];
  command->lane = lane;
  void* stream = StreamMake(Below(chance, 1u << 30));
  if (!lane->rude) atomic_fetch_add(&storm->in_flight, 1);
  HRESULT hr =
      S15_CommandPOST(lane->transport, StormServerUrl(storm->server), stream, "message/rfc822", number);
  CHECK_HR(hr, S_OK);
  command->accepted = hr == S_OK;
  S2_Release(stream);
}

static void Silence(Lane* lane) {
  HRESULT hr = S8_HandsOffCallback(lane->transport);
  CHECK(hr == S_OK || hr == S_FALSE);
}

static void Disconnect(Lane* lane) {
  HRESULT hr = S9_Disconnect(lane->transport);
  CHECK(hr == S_OK || hr == IXP_E_NOT_CONNECTED);
}

/* A polite lane's transport is given back when its commands have ended. */
static void LetGo(Lane* lane) {
  if (atomic_fetch_sub(&lane->references, 1) == 1 && lane->rude) CHECK_EQ(S2_Release(lane->transport), 0);
}

/* 0: the last reference has been given back, and the transport is not to be touched. */
static int Hold(Lane* lane) {
  int references = atomic_load(&lane->references);
  while (references > 0) {
    if (atomic_compare_exchange_weak(&lane->references, &references, references + 1)) return 1;
  }
  return 0;
}

/* Inside OnResponse. */
static void Respond(void* argument, const HTTPMAILRESPONSE* response) {
  Lane* lane = argument;
  Storm* storm = lane->storm;
  if (!response->fDone) return;
  CHECK_EQ(atomic_fetch_add(&storm->commands[response->dwContext].finals, 1), 0);
  unsigned chance = storm->seed ^ (response->dwContext * 2654435761u);
  /* Nobody else gives up a polite lane's transport before the end. */
  if (!lane->rude || Hold(lane)) {
    if (Chance(&chance, 10) && atomic_fetch_sub(&lane->depth, 1) > 0) Post(lane, &chance);
    if (Chance(&chance, 3)) CHECK_HR(S10_DropConnection(lane->transport), S_OK);
    if (Chance(&chance, 3)) Disconnect(lane);
    if (lane->rude && Chance(&chance, 3)) Silence(lane);
    if (lane->rude) LetGo(lane);
  }
  if (!lane->rude) atomic_fetch_sub(&storm->in_flight, 1);
}

static Lane* MakeLane(Storm* storm, unsigned* chance) {
  Lane* lane = calloc(1, sizeof *lane);
  REQUIRE(lane != NULL);
  lane->storm = storm;
  lane->transport = MakeTransport(&storm->library);
  lane->rude = Chance(chance, 50);
  atomic_init(&lane->references, 1);
  atomic_init(&lane->depth, 20);
  void* listener = ListenerMake(Respond, lane);
  CHECK_HR(S12_InitNew(lane->transport, "storm", NULL, listener), S_OK);
  S2_Release(listener);
  Lock(&storm->monitor);
  lane->next = storm->all;
  storm->all = lane;
  Unlock(&storm->monitor);
  return lane;
}

/* A lane to use, with a reference. */
static Lane* TakeLane(Storm* storm, unsigned* chance) {
  if (!Chance(chance, storm->share)) return MakeLane(storm, chance);
  Lock(&storm->monitor);
  Lane* lane = storm->shared[Below(chance, kShared)];
  atomic_fetch_add(&lane->references, 1);
  Unlock(&storm->monitor);
  return lane;
}

/* Another one takes the place of a shared lane, while others may use it. */
static void Replace(Storm* storm, unsigned* chance) {
  Lane* fresh = MakeLane(storm, chance);
  Lock(&storm->monitor);
  Lane** place = &storm->shared[Below(chance, kShared)];
  Lane* old = *place;
  *place = fresh;
  Unlock(&storm->monitor);
  LetGo(old);
}

static void Connect(Lane* lane) {
  INETSERVER server = {0};
  HRESULT hr = S7_Connect(lane->transport, &server, FALSE, FALSE);
  CHECK(hr == S_OK || hr == IXP_E_ALREADY_CONNECTED);
}

static void Ask(Lane* lane) {
  IXPSTATUS status;
  INETSERVER server;
  CHECK_HR(S11_GetStatus(lane->transport, &status), S_OK);
  CHECK(SUCCEEDED(S5_IsState(lane->transport, IXP_IS_BUSY)));
  CHECK_HR(S3_GetServerInfo(lane->transport, &server), S_OK);
}

static void* Work(void* argument) {
  Worker* worker = argument;
  Storm* storm = worker->storm;
  unsigned* chance = &worker->chance;
  ThreadStart(); /* elsewhere calls would wait for messages to be dispatched, and end with the thread */
  for (int round = 0; round < storm->rounds; ++round) {
    while (atomic_load(&storm->in_flight) > kMaxInFlight) PauseMs(1); /* no endless queues */
    Lane* lane = TakeLane(storm, chance);
    for (int uses = 1 + (int)Below(chance, 3); uses > 0; --uses) {
      unsigned what = Below(chance, 100);
      if (what < 65)
        Post(lane, chance);
      else if (what < 73)
        Ask(lane);
      else if (what < 80)
        Connect(lane);
      else if (what < 85)
        Disconnect(lane);
      else if (what < 90)
        CHECK_HR(S10_DropConnection(lane->transport), S_OK);
      else if (what < 94 && lane->rude)
        Silence(lane);
      else if (what < 98)
        Replace(storm, chance);
      else
        PauseMs(1); /* others get their turn */
    }
    LetGo(lane);
  }
  ThreadEnd();
  return NULL;
}

static void CheckCommands(Storm* storm) {
  unsigned count = atomic_load(&storm->command_count);
  unsigned heard = 0;
  unsigned without = 0;
  for (unsigned i = 0; i < count; ++i) {
    Command* command = &storm->commands[i];
    int finals = atomic_load(&command->finals);
    heard += finals == 1;
    without += command->accepted && finals == 0 && !command->lane->rude;
  }
  CHECK_EQ(without, 0);
  printf("# %u commands, %u final responses\n", count, heard);
}

/* One post, after which the system has what it makes once. */
static void WarmUp(void) {
  Fixture fixture;
  FixtureStart(&fixture);
  OddStream* stream = OddStreamMake(1000);
  PostTo(&fixture, "/", stream, 0);
  REQUIRE(RecorderWaitDone(fixture.recorder, 1));
  OddStreamEnd(stream);
  FixtureEnd(&fixture);
}

/* A thread that has ended its work is counted for a moment longer. */
static void CheckCounts(int handles, int threads) {
  int64_t end = NowMs() + WAIT_MS;
  while ((CountHandles() > handles || CountThreads() > threads) && NowMs() < end) PauseMs(10);
  printf("# at most %d handles and %d threads wanted, %d and %d there\n", handles, threads, CountHandles(),
         CountThreads());
  CHECK(CountHandles() <= handles);
  CHECK(CountThreads() <= threads);
}

static void Run(unsigned share) {
  const char* full = getenv("IMNXPORT_FULL");
  const char* seed = getenv("IMNXPORT_SEED");
  WarmUp();
  int handles = CountHandles() + kHandlesOfTheSystem;
  int threads = CountThreads() + kThreadsOfTheSystem;
  Storm storm = {.library = LibraryLoad(), .share = share};
  storm.seed = seed ? (unsigned)strtoul(seed, NULL, 10) : (unsigned)NowMs();
  storm.rounds = kRounds * (full && strcmp(full, "1") == 0 ? 10 : 1);
  printf("# IMNXPORT_SEED=%u\n", storm.seed);
  MonitorInit(&storm.monitor);
  storm.server = StormServerStart(storm.seed);
  storm.commands = calloc(kCommandRoom, sizeof *storm.commands);
  REQUIRE(storm.commands != NULL);
  unsigned chance = storm.seed;
  for (int i = 0; i < kShared; ++i) storm.shared[i] = MakeLane(&storm, &chance);

  Worker workers[kThreads];
  for (int i = 0; i < kThreads; ++i) {
    workers[i] = (Worker){.storm = &storm, .chance = storm.seed + (unsigned)i * 7919u};
    REQUIRE(pthread_create(&workers[i].thread, NULL, Work, &workers[i]) == 0);
  }
  for (int i = 0; i < kThreads; ++i) pthread_join(workers[i].thread, NULL);
  for (int i = 0; i < kShared; ++i) LetGo(storm.shared[i]);

  /* What polite lanes have accepted ends by itself. */
  int64_t end = NowMs() + WAIT_MS;
  while (atomic_load(&storm.in_flight) > 0 && NowMs() < end) PauseMs(1);
  CHECK_EQ(atomic_load(&storm.in_flight), 0);
  CheckCommands(&storm);
  for (Lane* lane = storm.all; lane; lane = lane->next) {
    if (!lane->rude) CHECK_EQ(S2_Release(lane->transport), 0);
  }
  REQUIRE(LibraryWaitIdle(&storm.library));
  CHECK_EQ(atomic_load(&live_streams), 0);
  CHECK_EQ(atomic_load(&live_listeners), 0);
  LibraryEnd(&storm.library);
  StormServerStop(storm.server);
  while (storm.all) {
    Lane* lane = storm.all;
    storm.all = lane->next;
    free(lane);
  }
  free(storm.commands);
  MonitorDestroy(&storm.monitor);
  CheckCounts(handles, threads);
}

CASE(storm_on_shared_transports) { Run(100); }

CASE(storm_on_transports_of_their_own) { Run(0); }

CASE(storm_on_both) { Run(60); }
