/* storm_server.h: a server on 127.0.0.1 that answers, is slow, or cuts connections, by chance. */
#ifndef IMNXPORT_TEST_STORM_SERVER_H
#define IMNXPORT_TEST_STORM_SERVER_H

typedef struct StormServer StormServer;

StormServer* StormServerStart(unsigned seed);
const char* StormServerUrl(const StormServer* server);
/* Ends every connection and thread. */
void StormServerStop(StormServer* server);

#endif
