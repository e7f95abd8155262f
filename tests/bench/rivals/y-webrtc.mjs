// The signaling server that comes with y-webrtc, unchanged; it cannot choose a free port, nor say which.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
await once(probe, 'close');
process.env.PORT = String(port);
await import('../../../node_modules/y-webrtc/bin/server.js');

const answers = () =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
while (!(await answers()));
console.log(`y-webrtc is ready at http://127.0.0.1:${port}`);
