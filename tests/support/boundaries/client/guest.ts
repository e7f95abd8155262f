import './screens/host/host.ts';
