/* http_server.h: a small HTTP server on 127.0.0.1 that keeps what it received and answers by a script. */
#ifndef IMNXPORT_TEST_HTTP_SERVER_H
#define IMNXPORT_TEST_HTTP_SERVER_H

#include <stddef.h>

/* What the server does with a request. */
typedef struct Answer {
  const char* text; /* the whole response, raw; NULL: 201, no body */
  int hold;         /* nothing is sent before ServerLetGo */
  int close;        /* the connection is closed after the response */
  int reset;        /* instead of a response the connection is reset, as soon as the head has come */
  int silent;       /* no response at all; the connection stays open */
} Answer;

/* One request as it came over the wire. */
typedef struct Request {
  char* raw; /* head and undecoded body, NUL-terminated */
  size_t raw_size;
  size_t raw_room;
  size_t head_size; /* with the empty line; 0: the head has not come whole */
  char* body;       /* decoded */
  size_t body_size;
  size_t body_room;
  size_t chunks_raw;  /* whole chunks so far: where they end in raw */
  size_t chunks_body; /* and in body */
  int chunked;
  int complete;   /* the whole entity came */
  int ended;      /* nothing more will come: it is complete, or the connection has gone */
  int connection; /* number of the connection it came on */
} Request;

typedef struct Server Server;

Server* ServerStart(void);
void ServerStop(Server* server);
int ServerPort(Server* server);
/* "http://127.0.0.1:<port><path>"; the text lives as long as the server. */
const char* ServerUrl(Server* server, const char* path);

/* The next request that has no answer yet gets this one; without a script each gets a 201. */
void ServerAnswer(Server* server, Answer answer);
/* From now on every request without an Authorization field gets this text, a 401. */
void ServerDemandLogon(Server* server, const char* text);
/* Requests that are held get their answers, those that come later too. */
void ServerLetGo(Server* server);

/* How many came so far. */
int ServerConnections(Server* server);
int ServerRequests(Server* server);

/* Until the head of number `index` has come. 1, or 0: not in time. */
int ServerWaitHead(Server* server, int index);
/* Number `index` once it has ended, to be read as long as the server lives; NULL: not in time. */
const Request* ServerWaitEnd(Server* server, int index);

/* The value of a header field, in a buffer that the next call overwrites; NULL: there is none. */
const char* RequestField(const Request* request, const char* name);
/* The target of the request line, likewise. */
const char* RequestTarget(const Request* request);

#endif
