// The list of requests, the latest first.
import { formatBytes } from '../../format-bytes.js';
import type { Summary } from '../shapes.js';
import { linkTo } from './chosen.js';
import { clockTime, Status, took } from './facts.js';

interface Props {
  requests: Summary[];
  chosen: number | null;
  limit: number;
  url: string;
}

export function RequestList({ requests, chosen, limit, url }: Props) {
  return (
    <section class="list" aria-label="Requests" onKeyDown={moveByArrow}>
      {requests.length === 0 ? <Nothing url={url} /> : <Table requests={requests} chosen={chosen} />}
      {requests.length === limit && <p class="note">The last {limit} are kept.</p>}
    </section>
  );
}

function Nothing({ url }: { url: string }) {
  return (
    <div class="nothing">
      <p>Nothing has arrived yet. It will show here at once.</p>
      <pre>imnxport post {url}/inbox/ message.eml</pre>
    </div>
  );
}

function Table({ requests, chosen }: Pick<Props, 'requests' | 'chosen'>) {
  return (
    <table>
      <thead>
        <tr>
          <th>Method</th>
          <th>Target</th>
          <th>Status</th>
          <th class="number">Bytes</th>
          <th class="number">At</th>
          <th class="number">Took</th>
          <th class="number">Connection</th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <Row key={request.id} request={request} chosen={request.id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ request, chosen }: { request: Summary; chosen: boolean }) {
  const { id, method, target, status, bytes, at, duration, connection } = request;
  return (
    <tr class={chosen ? 'chosen' : ''}>
      <td class="method">{method}</td>
      <td class="target">
        <a href={linkTo(id)} aria-current={chosen}>
          {target}
        </a>
      </td>
      <td class="status">
        <Status status={status} />
      </td>
      <td class="number">{formatBytes(bytes)}</td>
      <td class="number">{clockTime(at)}</td>
      <td class="number">{took(duration)}</td>
      <td class="number connection">{connection}</td>
    </tr>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Up and down in the list, which may be too long for the Tab key. */
function moveByArrow(event: KeyboardEvent) {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a')];
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
