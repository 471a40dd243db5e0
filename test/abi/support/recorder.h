/* recorder.h: an IHTTPMailCallback, as a bare table of functions, that keeps all it is told. */
#ifndef IMNXPORT_TEST_RECORDER_H
#define IMNXPORT_TEST_RECORDER_H

#include <pthread.h>
#include <stdatomic.h>

#include "abi/imnxport.h"
#include "sync.h"
#include "system.h"

enum { kMaxResponses = 512, kMaxStatuses = 512, kMaxCommands = 512 };

/* A copy of what OnResponse was given. */
typedef struct Response {
  HTTPMAILCOMMAND command;
  DWORD context;
  BOOL done;
  HRESULT hr;
  UINT status;
  DWORD socket_error;
  char status_line[256];
  char problem[512];
  char location[512];
  int has_location;
  BOOL resend;
  DWORD increment;
  DWORD current;
  DWORD total;
  void* transport;
  int errors_before; /* how many OnError came before it */
  int watched;       /* value of *Recorder.watch at that time, -1: nothing is watched */
} Response;

typedef struct Recorder Recorder;
typedef void (*Hook)(Recorder* recorder, void* argument);

struct Recorder {
  const Slot* table; /* first: what COM sees */
  atomic_int references;
  Monitor monitor; /* for everything below */
  pthread_t owner;

  /* How it behaves; set before it is given to a transport. */
  HRESULT timeout_answer; /* S_FALSE */
  DWORD timeout_seconds;
  HRESULT logon_answer; /* S_FALSE */
  const char* user;     /* written into the INETSERVER when logon_answer is S_OK */
  const char* password;
  HRESULT answer;    /* of all the others */
  Hook on_response;  /* called inside each OnResponse, without the lock */
  Hook on_status;    /* likewise, OnStatus */
  void* argument;    /* of both */
  atomic_int* watch; /* a number to keep with each response, mostly the references of a stream */

  /* What it was told. */
  Response responses[kMaxResponses];
  int response_count;
  int done_count;
  IXPSTATUS statuses[kMaxStatuses];
  int status_count;
  char* commands[kMaxCommands]; /* "> line" or "< line" */
  int command_count;
  int error_count;
  HRESULT last_error;
  int timeout_count;
  int logon_count;
  INETSERVER last_logon;

  /* What must not happen. */
  int inside;        /* calls that are running now */
  int overlaps;      /* calls that began while another was running */
  int on_owner;      /* calls on the thread that made the recorder */
  int bad_transport; /* calls with pTransport NULL */
};

/* With one reference, which is the test's. */
Recorder* RecorderMake(void);
/* Checks that only the test's reference is left, waiting for the library to give back its own, and that
 * nothing happened that must not; then frees it. */
void RecorderEnd(Recorder* recorder);

/* Until so many commands have ended. 1, or 0: not in time. */
int RecorderWaitDone(Recorder* recorder, int count);
/* Until this status was announced, counting from number `from` of the announcements. */
int RecorderWaitStatus(Recorder* recorder, int from, IXPSTATUS status);
/* Until the library holds no reference. */
int RecorderWaitFree(Recorder* recorder);
int RecorderDone(Recorder* recorder);
/* The final response with that number, in the order of arrival; an empty one when it has not come. */
Response RecorderFinal(Recorder* recorder, int number);
/* The final response of the command with that context. */
Response RecorderFinalOf(Recorder* recorder, DWORD context);

#endif
