// PeerJS's own server, as its package starts it, for as many as are held.
import { PeerServer } from 'peer';

const options = { port: 0, host: '127.0.0.1', path: '/', concurrent_limit: 30_000 };
PeerServer(options, (server) =>
  console.log(`PeerServer is ready at http://127.0.0.1:${server.address().port}`),
);
