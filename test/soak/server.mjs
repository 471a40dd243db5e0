// The other side of the soak, in a process of its own: takes requests and throws them away. Now and then it closes a
// connection after its answer, or resets it instead of one.
import { createServer } from 'node:net';

let requests = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let head = '';
  /** Bytes of the entity that are still to come; null: a head is. */
  let left = null;
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    let at = 0;
    while (at < data.length || left === 0) {
      if (left === null) {
        head += data.latin1Slice(at);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        at = data.length - (head.length - end - 4);
        left = Number(/^content-length: (\d+)/im.exec(head)[1]);
        head = '';
      }
      const taken = Math.min(left, data.length - at);
      at += taken;
      left -= taken;
      if (left > 0) return;
      left = null;
      requests++;
      if (requests % 500 === 0) return socket.resetAndDestroy();
      const status = requests % 100 === 0 ? '503 Service Unavailable' : '201 Created';
      const close = requests % 250 === 0;
      socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n${close ? 'Connection: close\r\n' : ''}\r\n`);
      if (close) return socket.end();
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
