// Wraps, in a worker thread, a transport that another thread has; tells the code of the error.
import { parentPort, workerData } from 'node:worker_threads';
import { HttpMailTransport } from '../../../dist/index.js';

try {
  HttpMailTransport.fromPointer(workerData as bigint);
  parentPort!.postMessage('nothing was thrown');
} catch (error) {
  parentPort!.postMessage((error as { code?: string }).code ?? String(error));
}
