/* http_server.c: a thread that accepts, and one for each connection. */
#include "http_server.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_request.h"
#include "sync.h"
#include "system.h"

enum { kMaxRequests = 512, kMaxConnections = 512, kMaxAnswers = 64, kMaxUrls = 256 };

typedef struct Connection {
  Server* server;
  Socket socket;
  int number;
  int closed;
  pthread_t thread;
} Connection;

struct Server {
  Monitor monitor; /* for everything below */
  Socket listener;
  int port;
  pthread_t thread;
  Request requests[kMaxRequests];
  int request_count;
  Answer answers[kMaxAnswers];
  int answer_count;
  int answers_used;
  Connection connections[kMaxConnections];
  int connection_count;
  char* urls[kMaxUrls];
  int url_count;
  const char* logon_demand;
  int let_go;
  int stopping;
};

static const char kCreated[] = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";

/* The request that the next bytes of a connection belong to, or NULL when there is no room. */
static Request* NewRequestLocked(Connection* connection) {
  Server* server = connection->server;
  if (server->request_count == kMaxRequests) return NULL;
  Request* request = &server->requests[server->request_count++];
  request->connection = connection->number;
  return request;
}

/* By now the head has come: the answer may depend on it. */
static const char* TextFor(Server* server, const Request* request, const Answer* answer) {
  Lock(&server->monitor);
  const char* demand = server->logon_demand;
  int stranger = demand && !RequestField(request, "Authorization");
  Unlock(&server->monitor);
  if (stranger) return demand;
  return answer->text ? answer->text : kCreated;
}

static Answer NextAnswerLocked(Server* server) {
  Answer usual = {0};
  return server->answers_used < server->answer_count ? server->answers[server->answers_used++] : usual;
}

/* Reads until the request has ended, or only its head when the answer is a reset. 1: it is complete. */
static int ReadRequest(Connection* connection, Request** request, Answer* answer) {
  Server* server = connection->server;
  static const size_t kSize = 65536;
  char* buffer = malloc(kSize);
  int complete = 0;
  *request = NULL;
  while (buffer && !complete) {
    int count = ReceiveFrom(connection->socket, buffer, kSize);
    Lock(&server->monitor);
    if (count <= 0) {
      if (*request) (*request)->ended = 1;
      Announce(&server->monitor);
      Unlock(&server->monitor);
      break;
    }
    if (!*request) {
      *request = NewRequestLocked(connection);
      if (*request) *answer = NextAnswerLocked(server);
    }
    int known = *request && RequestAdd(*request, buffer, (size_t)count);
    complete = known && (*request)->complete;
    int enough = !known || (answer->reset && (*request)->head_size > 0);
    Announce(&server->monitor);
    Unlock(&server->monitor);
    if (enough) break;
  }
  free(buffer);
  return complete && !answer->reset;
}

/* 1: the connection goes on. */
static int Respond(Connection* connection, const Request* request, const Answer* answer) {
  Server* server = connection->server;
  Lock(&server->monitor);
  if (answer->hold) WAIT_LOCKED(&server->monitor, server->let_go || server->stopping);
  int stopping = server->stopping;
  Unlock(&server->monitor);
  if (stopping) return 0;
  if (answer->silent) return 1;
  const char* text = TextFor(server, request, answer);
  return SendTo(connection->socket, text, strlen(text)) == 0 && !answer->close;
}

static void* ServeConnection(void* argument) {
  Connection* connection = argument;
  Server* server = connection->server;
  Answer answer = {0};
  Request* request = NULL;
  int more = 1;
  while (more && ReadRequest(connection, &request, &answer)) more = Respond(connection, request, &answer);
  Lock(&server->monitor);
  connection->closed = 1;
  if (request) request->ended = 1;
  if (answer.reset) {
    ResetSocket(connection->socket);
  } else {
    CloseSocket(connection->socket);
  }
  Announce(&server->monitor);
  Unlock(&server->monitor);
  return NULL;
}

static void* AcceptConnections(void* argument) {
  Server* server = argument;
  for (;;) {
    Socket socket = AcceptOn(server->listener);
    if (socket == NO_SOCKET) return NULL;
    Lock(&server->monitor);
    int room = !server->stopping && server->connection_count < kMaxConnections;
    if (room) {
      Connection* connection = &server->connections[server->connection_count];
      *connection = (Connection){.server = server, .socket = socket, .number = server->connection_count};
      room = pthread_create(&connection->thread, NULL, ServeConnection, connection) == 0;
      if (room) ++server->connection_count;
    }
    int stopping = server->stopping;
    Announce(&server->monitor);
    Unlock(&server->monitor);
    if (!room) CloseSocket(socket);
    if (stopping) return NULL;
  }
}

Server* ServerStart(void) {
  Server* server = calloc(1, sizeof *server);
  if (!server) return NULL;
  MonitorInit(&server->monitor);
  server->listener = ListenOnLoopback(&server->port);
  if (server->listener != NO_SOCKET &&
      pthread_create(&server->thread, NULL, AcceptConnections, server) == 0) {
    return server;
  }
  free(server);
  return NULL;
}

void ServerStop(Server* server) {
  Lock(&server->monitor);
  server->stopping = 1;
  Announce(&server->monitor);
  for (int i = 0; i < server->connection_count; ++i) {
    if (!server->connections[i].closed) ShutSocket(server->connections[i].socket);
  }
  Unlock(&server->monitor);
  /* Nothing wakes accept on every system but a connection. */
  Socket wake = ConnectTo(server->port);
  pthread_join(server->thread, NULL);
  CloseSocket(wake);
  CloseSocket(server->listener);
  /* No new ones: the thread that makes them has ended. */
  for (int i = 0; i < server->connection_count; ++i) pthread_join(server->connections[i].thread, NULL);
  for (int i = 0; i < server->request_count; ++i) RequestFree(&server->requests[i]);
  for (int i = 0; i < server->url_count; ++i) free(server->urls[i]);
  MonitorDestroy(&server->monitor);
  free(server);
}

int ServerPort(Server* server) { return server->port; }

const char* ServerUrl(Server* server, const char* path) {
  size_t size = strlen(path) + 40;
  char* url = malloc(size);
  if (!url || server->url_count == kMaxUrls) abort();
  snprintf(url, size, "http://127.0.0.1:%d%s", server->port, path);
  server->urls[server->url_count++] = url;
  return url;
}

void ServerAnswer(Server* server, Answer answer) {
  Lock(&server->monitor);
  if (server->answer_count == kMaxAnswers) abort();
  server->answers[server->answer_count++] = answer;
  Unlock(&server->monitor);
}

void ServerDemandLogon(Server* server, const char* text) {
  Lock(&server->monitor);
  server->logon_demand = text;
  Unlock(&server->monitor);
}

void ServerLetGo(Server* server) {
  Lock(&server->monitor);
  server->let_go = 1;
  Announce(&server->monitor);
  Unlock(&server->monitor);
}

int ServerConnections(Server* server) {
  Lock(&server->monitor);
  int count = server->connection_count;
  Unlock(&server->monitor);
  return count;
}

int ServerRequests(Server* server) {
  Lock(&server->monitor);
  int count = server->request_count;
  Unlock(&server->monitor);
  return count;
}

int ServerWaitHead(Server* server, int index) {
  const Request* request = &server->requests[index];
  Lock(&server->monitor);
  WAIT_LOCKED(&server->monitor, request->head_size > 0);
  int came = request->head_size > 0;
  Unlock(&server->monitor);
  return came;
}

const Request* ServerWaitEnd(Server* server, int index) {
  const Request* request = &server->requests[index];
  Lock(&server->monitor);
  WAIT_LOCKED(&server->monitor, request->ended);
  int came = request->ended;
  Unlock(&server->monitor);
  return came ? request : NULL;
}
