// Events for pages that read them, and for one that does not.
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { EventStreams } from '../../dist/cli/page/event-streams.js';

let server: Server;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  await once(server, 'close');
});

/** Opens a stream; gives both ends of it. */
async function opened(streams: EventStreams): Promise<{ socket: Socket; response: ServerResponse }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  streams.add(response, 'all', { first: true });
  return { socket, response };
}

test('a page that does not read is let go, and the others are told all the same', async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const streams = new EventStreams();
  const silent = await opened(streams);
  const reading = await opened(streams);
  let heard = '';
  reading.socket.setEncoding('utf8').on('data', (text: string) => (heard += text));

  const event = { text: 'x'.repeat(100_000) };
  let sent = 0;
  while (!silent.response.destroyed && sent < 1000) {
    streams.send('request', event);
    sent++;
    if (reading.response.writableNeedDrain) await once(reading.response, 'drain');
  }
  expect(sent).toBeLessThan(1000); // what the system keeps, and one MiB
  expect(reading.response.destroyed).toBe(false);
  streams.send('last', { done: true });
  while (!heard.includes('event: last\ndata: {"done":true}\n\n')) await once(reading.socket, 'data');
  expect(heard).toMatch(/retry: 1000\nevent: all\ndata: \{"first":true\}\n\n/);
  expect(heard.match(/event: request\n/g)).toHaveLength(sent);
});
