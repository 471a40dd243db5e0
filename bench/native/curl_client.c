/* curl_client: the same posts with libcurl's multi interface and nothing else: the ceiling for whatever is
 * built on it.
 *
 * usage: curl_client URL CONCURRENCY REQUESTS WARM-UP BYTES [CA-FILE]     posts from memory
 *        curl_client URL 1 1 0 FILE [CA-FILE]                             one post of a file
 */
#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

typedef struct Lane {
  CURL* easy;
  double start;
} Lane;

typedef struct Run {
  CURLM* multi;
  Lane* lanes;
  int concurrency;
  long started, finished, wanted;
  double* latencies; /* in ms; NULL while warming up */
} Run;

static void Check(int ok, const char* what) {
  if (ok) return;
  fprintf(stderr, "curl_client: %s\n", what);
  exit(1);
}

static size_t ReadFile(char* buffer, size_t size, size_t count, void* file) {
  ssize_t got = read(*(int*)file, buffer, size * count);
  return got < 0 ? CURL_READFUNC_ABORT : (size_t)got;
}

static size_t Drop(char* data, size_t size, size_t count, void* context) {
  (void)data, (void)context;
  return size * count;
}

static void Start(Run* run, Lane* lane) {
  run->started++;
  lane->start = Now();
  Check(curl_multi_add_handle(run->multi, lane->easy) == CURLM_OK, "curl_multi_add_handle");
}

static void Finish(Run* run, CURLMsg* message) {
  Lane* lane = NULL;
  long status = 0;
  curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &lane);
  curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
  Check(message->data.result == CURLE_OK && status == 200, curl_easy_strerror(message->data.result));
  if (run->latencies) run->latencies[run->finished] = (Now() - lane->start) * 1000;
  run->finished++;
  curl_multi_remove_handle(run->multi, lane->easy);
  if (run->started < run->wanted) Start(run, lane);
}

static void Do(Run* run, long requests, double* latencies) {
  run->started = run->finished = 0;
  run->wanted = requests;
  run->latencies = latencies;
  for (int i = 0; i < run->concurrency && run->started < requests; i++) Start(run, &run->lanes[i]);
  while (run->finished < requests) {
    int running, left;
    Check(curl_multi_perform(run->multi, &running) == CURLM_OK, "curl_multi_perform");
    for (CURLMsg* message; (message = curl_multi_info_read(run->multi, &left)) != NULL;) Finish(run, message);
    if (run->finished < requests) curl_multi_poll(run->multi, NULL, 0, 1000, NULL);
  }
}

static struct curl_slist* Headers(void) {
  struct curl_slist* headers = curl_slist_append(NULL, "Content-Type: message/rfc822");
  return curl_slist_append(headers, "Expect:");
}

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  long requests = atol(argv[3]), warm_up = atol(argv[4]);
  int file = open(argv[5], O_RDONLY);
  struct stat stat = {0};
  Check(file < 0 || fstat(file, &stat) == 0, argv[5]);
  long size = file < 0 ? atol(argv[5]) : 0;
  char* body = calloc(1, (size_t)size + 1);
  memset(body, 'x', (size_t)size);

  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  curl_global_init(CURL_GLOBAL_ALL);
  Run run = {.multi = curl_multi_init(), .concurrency = atoi(argv[2])};
  curl_multi_setopt(run.multi, CURLMOPT_MAXCONNECTS, (long)run.concurrency + 8);
  run.lanes = calloc((size_t)run.concurrency, sizeof *run.lanes);
  struct curl_slist* headers = Headers();
  for (int i = 0; i < run.concurrency; i++) {
    CURL* easy = run.lanes[i].easy = curl_easy_init();
    Check(easy != NULL, "curl_easy_init");
    curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, Drop);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &run.lanes[i]);
    if (argc > 6) curl_easy_setopt(easy, CURLOPT_CAINFO, argv[6]);
    if (file >= 0) {
      curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024);
      curl_easy_setopt(easy, CURLOPT_READFUNCTION, ReadFile);
      curl_easy_setopt(easy, CURLOPT_READDATA, &file);
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)stat.st_size);
    } else {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    }
  }

  double* latencies = calloc((size_t)requests, sizeof *latencies);
  Check(latencies != NULL, "no memory");
  Do(&run, warm_up, NULL);
  WaitForGo();
  double cpu = CpuOf(RUSAGE_SELF);
  double start = Now();
  Do(&run, requests, latencies);
  double seconds = Now() - start;
  cpu = CpuOf(RUSAGE_SELF) - cpu;
  qsort(latencies, (size_t)requests, sizeof *latencies, CompareDoubles);
  printf("{\"seconds\":%.6f,\"cpu\":%.6f,\"rss\":%ld,\"p50\":%.4f,\"p99\":%.4f}\n", seconds, cpu, PeakRss(),
         Percentile(latencies, (size_t)requests, 0.5), Percentile(latencies, (size_t)requests, 0.99));
  return 0;
}
