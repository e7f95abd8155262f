// The baseline of every relay figure: two sockets of one name, and whatever one says goes to the
// other. No checks, no limits, no signatures; only ws.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const waiting = new Map();

server.on('connection', (socket) => {
  let other;
  socket.on('message', (data, isBinary) => {
    if (other) return other.send(data, { binary: isBinary });
    const name = String(data);
    const first = waiting.get(name);
    if (!first) return waiting.set(name, { socket, meet: (second) => (other = second) });
    waiting.delete(name);
    other = first.socket;
    first.meet(socket);
    socket.send('met');
    first.socket.send('met');
  });
});
server.on('listening', () =>
  console.log(`Alcove is ready at http://127.0.0.1:${server.address().port}`),
);
