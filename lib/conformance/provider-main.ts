// The process of a provider: does what the runner asks for, and tells what its callbacks hear.
import { ProviderHost } from './provider-host.js';
import type { FromProcess, Provider, ToProcess } from './messages.js';

const say = (message: FromProcess): void => void process.send?.(message);
const host = new ProviderHost(JSON.parse(process.argv[2]!) as Provider, (event) => say({ event }));

process.on('message', (message) => {
  const { id, ...request } = message as ToProcess;
  host.answer(request).then(
    (reply) => say({ id, reply }),
    (error: unknown) => say({ id, problem: ProviderHost.problem(error) }),
  );
});
// Without the runner there is nothing to do, whatever the transport still wants.
process.on('disconnect', () => process.exit());
say({ ready: true });
