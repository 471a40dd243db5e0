/* addon.c: what a script can do to its main thread. All of it: the JavaScript thread. */
#include <objbase.h>
#include <windows.h>
#include <node_api.h>
#include <stdlib.h>

#include "classic_host.h"
#include "message_loop.h"

typedef struct Callback {
  napi_env env;
  napi_value function;
  int failed; /* it threw; the exception waits for JavaScript to be reached again */
} Callback;

static void* classic; /* one at a time */
static char classic_path[MAX_PATH];

static napi_value Number(napi_env env, double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}

static napi_value Truth(napi_env env, int value) {
  napi_value result = NULL;
  napi_get_boolean(env, value != 0, &result);
  return result;
}

/* Up to two arguments; NULL where there is none. */
static void Arguments(napi_env env, napi_callback_info info, napi_value values[2]) {
  size_t count = 2;
  values[0] = values[1] = NULL;
  napi_get_cb_info(env, info, &count, values, NULL, NULL);
}

static unsigned Unsigned(napi_env env, napi_value value) {
  uint32_t result = 0;
  napi_get_value_uint32(env, value, &result);
  return result;
}

/* Whether the function answers true; also after it has thrown, so that whoever waits for it stops. */
static int Ask(void* self) {
  Callback* callback = self;
  napi_value undefined;
  napi_value answer;
  bool yes = true;
  napi_get_undefined(callback->env, &undefined);
  if (callback->failed ||
      napi_call_function(callback->env, undefined, callback->function, 0, NULL, &answer) != napi_ok ||
      napi_get_value_bool(callback->env, answer, &yes) != napi_ok) {
    callback->failed = 1;
  }
  return callback->failed || yes;
}

static void CallTurn(void* self) {
  Callback* callback = self;
  napi_handle_scope scope;
  napi_value undefined;
  napi_open_handle_scope(callback->env, &scope);
  napi_get_undefined(callback->env, &undefined);
  if (napi_call_function(callback->env, undefined, callback->function, 0, NULL, NULL) != napi_ok) {
    callback->failed = 1;
    MessageLoopQuit();
  }
  napi_close_handle_scope(callback->env, scope);
}

/* joinApartment(flags): CoInitializeEx, as Electron (a single-threaded one) or another native module does it.
 */
static napi_value JoinApartment(napi_env env, napi_callback_info info) {
  napi_value values[2];
  Arguments(env, info, values);
  return Number(env, CoInitializeEx(NULL, Unsigned(env, values[0])));
}

/* apartment(): APTTYPE, or -1 when this thread has none. */
static napi_value Apartment(napi_env env, napi_callback_info info) {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  (void)info;
  return Number(env, SUCCEEDED(CoGetApartmentType(&type, &qualifier)) ? (double)type : -1);
}

static napi_value LeaveApartment(napi_env env, napi_callback_info info) {
  (void)info;
  CoUninitialize();
  return Truth(env, 1);
}

/* runMainLoop(turn, limit): Electron's main loop until quitMainLoop(). */
static napi_value RunMainLoop(napi_env env, napi_callback_info info) {
  napi_value values[2];
  struct uv_loop_s* uv = NULL;
  Arguments(env, info, values);
  Callback turn = {env, values[0], 0};
  napi_get_uv_event_loop(env, &uv);
  int quit = MessageLoopRun((UvLoop*)uv, CallTurn, &turn, Unsigned(env, values[1]));
  return turn.failed ? NULL : Truth(env, quit);
}

static napi_value QuitMainLoop(napi_env env, napi_callback_info info) {
  (void)info;
  MessageLoopQuit();
  return Truth(env, 1);
}

/* pumpUntil(done, limit): messages only, as in a modal dialog. */
static napi_value PumpUntil(napi_env env, napi_callback_info info) {
  napi_value values[2];
  Arguments(env, info, values);
  Callback done = {env, values[0], 0};
  int in_time = MessagesUntil(Ask, &done, Unsigned(env, values[1]));
  return done.failed ? NULL : Truth(env, in_time);
}

/* classicStart(path): false when something was refused. */
static napi_value StartClassic(napi_env env, napi_callback_info info) {
  napi_value values[2];
  size_t length = 0;
  Arguments(env, info, values);
  napi_get_value_string_utf8(env, values[0], classic_path, sizeof classic_path, &length);
  classic = ClassicStart(classic_path);
  return Truth(env, classic != NULL);
}

static napi_value LookAtClassic(napi_env env, napi_callback_info info) {
  (void)info;
  ClassicState state = ClassicLook(classic);
  napi_value result;
  napi_create_object(env, &result);
  napi_set_named_property(env, result, "done", Number(env, state.done));
  napi_set_named_property(env, result, "onMaker", Number(env, state.on_maker));
  napi_set_named_property(env, result, "elsewhere", Number(env, state.elsewhere));
  napi_set_named_property(env, result, "overlaps", Number(env, state.overlaps));
  napi_set_named_property(env, result, "status", Number(env, state.status));
  return result;
}

static napi_value ReleaseClassic(napi_env env, napi_callback_info info) {
  (void)info;
  return Truth(env, ClassicRelease(classic));
}

static napi_value IsClassicIdle(napi_env env, napi_callback_info info) {
  (void)info;
  return Truth(env, ClassicIdle(classic));
}

static napi_value EndClassic(napi_env env, napi_callback_info info) {
  (void)info;
  return Truth(env, ClassicEnd(classic));
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor exported[] = {
      {"joinApartment", NULL, JoinApartment, NULL, NULL, NULL, napi_enumerable, NULL},
      {"apartment", NULL, Apartment, NULL, NULL, NULL, napi_enumerable, NULL},
      {"leaveApartment", NULL, LeaveApartment, NULL, NULL, NULL, napi_enumerable, NULL},
      {"runMainLoop", NULL, RunMainLoop, NULL, NULL, NULL, napi_enumerable, NULL},
      {"quitMainLoop", NULL, QuitMainLoop, NULL, NULL, NULL, napi_enumerable, NULL},
      {"pumpUntil", NULL, PumpUntil, NULL, NULL, NULL, napi_enumerable, NULL},
      {"classicStart", NULL, StartClassic, NULL, NULL, NULL, napi_enumerable, NULL},
      {"classicState", NULL, LookAtClassic, NULL, NULL, NULL, napi_enumerable, NULL},
      {"classicRelease", NULL, ReleaseClassic, NULL, NULL, NULL, napi_enumerable, NULL},
      {"classicIdle", NULL, IsClassicIdle, NULL, NULL, NULL, napi_enumerable, NULL},
      {"classicEnd", NULL, EndClassic, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, exports, sizeof exported / sizeof *exported, exported);
  return exports;
}
