/* storm_server.c: a thread that accepts, and one for each connection. */
#include "storm_server.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "support/check.h"
#include "support/http_request.h"
#include "support/sync.h"
#include "support/system.h"

typedef struct Connection {
  StormServer* server;
  Socket socket;
  unsigned chance;
  struct Connection* next;
} Connection;

struct StormServer {
  Monitor monitor; /* for everything below */
  Socket listener;
  int port;
  char url[64];
  pthread_t thread;
  Connection* open;
  int stopping;
  unsigned chance;
};

static const char kCreated[] = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
static const char kRefused[] = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

/* 1: a whole request has come. In one case of ten the connection is reset before that. */
static int TakeRequest(Connection* connection, char* buffer, size_t size) {
  Request request = {0};
  size_t patience = Chance(&connection->chance, 10) ? Below(&connection->chance, 60000) : SIZE_MAX;
  while (!request.complete) {
    int count = ReceiveFrom(connection->socket, buffer, size);
    if (count <= 0 || !RequestAdd(&request, buffer, (size_t)count) || request.raw_size > patience) break;
  }
  int whole = request.complete;
  RequestFree(&request);
  return whole;
}

static void Close(Connection* connection, int rudely) {
  StormServer* server = connection->server;
  Lock(&server->monitor);
  Connection** link = &server->open;
  while (*link != connection) link = &(*link)->next;
  *link = connection->next;
  if (rudely) {
    ResetSocket(connection->socket);
  } else {
    CloseSocket(connection->socket);
  }
  Announce(&server->monitor);
  Unlock(&server->monitor);
  free(connection);
}

static void* Serve(void* argument) {
  Connection* connection = argument;
  static const size_t kSize = 65536;
  char* buffer = malloc(kSize);
  int rudely = Chance(&connection->chance, 50);
  while (buffer && TakeRequest(connection, buffer, kSize)) {
    if (Chance(&connection->chance, 10)) PauseMs((int)Below(&connection->chance, 20)); /* a slow server */
    if (Chance(&connection->chance, 5)) break;                                         /* no answer */
    const char* text = Chance(&connection->chance, 5) ? kRefused : kCreated;
    if (SendTo(connection->socket, text, strlen(text)) != 0 || Chance(&connection->chance, 5)) break;
  }
  free(buffer);
  Close(connection, rudely);
  return NULL;
}

static void Open(StormServer* server, Socket socket) {
  Connection* connection = calloc(1, sizeof *connection);
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  Lock(&server->monitor);
  *connection = (Connection){server, socket, Below(&server->chance, 1u << 31), server->open};
  pthread_t thread;
  int stays = !server->stopping && pthread_create(&thread, &detached, Serve, connection) == 0;
  if (stays) {
    server->open = connection;
  } else {
    CloseSocket(socket);
    free(connection);
  }
  Unlock(&server->monitor);
  pthread_attr_destroy(&detached);
}

static void* Accept(void* argument) {
  StormServer* server = argument;
  for (;;) {
    Socket socket = AcceptOn(server->listener);
    if (socket == NO_SOCKET) return NULL;
    Open(server, socket);
    Lock(&server->monitor);
    int stopping = server->stopping;
    Unlock(&server->monitor);
    if (stopping) return NULL;
  }
}

StormServer* StormServerStart(unsigned seed) {
  StormServer* server = calloc(1, sizeof *server);
  REQUIRE(server != NULL);
  MonitorInit(&server->monitor);
  server->chance = seed;
  server->listener = ListenOnLoopback(&server->port);
  REQUIRE(server->listener != NO_SOCKET);
  snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d/inbox/", server->port);
  REQUIRE(pthread_create(&server->thread, NULL, Accept, server) == 0);
  return server;
}

const char* StormServerUrl(const StormServer* server) { return server->url; }

void StormServerStop(StormServer* server) {
  Lock(&server->monitor);
  server->stopping = 1;
  for (Connection* each = server->open; each; each = each->next) ShutSocket(each->socket);
  Unlock(&server->monitor);
  /* Nothing wakes accept on every system but a connection. */
  Socket wake = ConnectTo(server->port);
  pthread_join(server->thread, NULL);
  CloseSocket(wake);
  CloseSocket(server->listener);
  Lock(&server->monitor);
  WAIT_LOCKED(&server->monitor, server->open == NULL);
  REQUIRE(server->open == NULL);
  Unlock(&server->monitor);
  MonitorDestroy(&server->monitor);
  free(server);
}
