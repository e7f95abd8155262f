import '../transport/socket.ts';
export const machine = 1;
