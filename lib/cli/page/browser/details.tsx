// One request: what is known of it, what was stored, its header fields, its body, and its bytes on the wire.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../format-bytes.js';
import type { BodyView, Details, MessageView, WireView } from '../shapes.js';
import { linkTo } from './chosen.js';
import { clockTime, Status, took } from './facts.js';

type Found = Details | 'gone' | 'silent';

/** Asks the server for it, until there is an answer, which does not change any more. `live`: the server is there. */
export function RequestDetails({ id, live }: { id: number; live: boolean }) {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (found !== null && found !== 'silent') return;
    const leaving = new AbortController();
    void ask(id, leaving.signal).then((answer) => leaving.signal.aborted || setFound(answer));
    return () => leaving.abort();
  }, [id, live]);
  return (
    <article class="details" aria-label={`Request ${id}`} aria-busy={found === null}>
      <a class="back" href={linkTo(null)}>
        ← All requests
      </a>
      {found === 'gone' && <p class="nothing">Request {id} is not kept any more.</p>}
      {found === 'silent' && <p class="nothing">The server does not answer.</p>}
      {found !== null && typeof found === 'object' && <Everything details={found} />}
    </article>
  );
}

async function ask(id: number, signal: AbortSignal): Promise<Found> {
  try {
    const answer = await fetch(`/requests/${id}`, { signal });
    return answer.ok ? ((await answer.json()) as Details) : 'gone';
  } catch {
    return 'silent';
  }
}

function Everything({ details }: { details: Details }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { id, method, target, status, bytes, at, duration, connection } = details;
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        <span class="method">{method}</span> {target}
      </h2>
      <Facts
        facts={[
          ['Status', status === 0 ? 'connection lost' : <Status status={status} />],
          ['Body', formatBytes(bytes)],
          ['At', clockTime(at)],
          ['Took', took(duration)],
          ['Connection', connection],
        ]}
      />
      {details.message && <Message id={id} message={details.message} />}
      <h3>Headers</h3>
      <Facts kind="headers" facts={details.headers} />
      <h3>Body</h3>
      <Body body={details.body} />
      <h3>On the wire</h3>
      <Wire wire={details.wire} />
    </>
  );
}

function Facts({ facts, kind = 'facts' }: { facts: [string, ComponentChildren][]; kind?: string }) {
  return (
    <dl class={kind}>
      {facts.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Message({ id, message }: { id: number; message: MessageView }) {
  const { path, contentType, bytes, sha256 } = message;
  return (
    <section class="message">
      <h3>Stored message</h3>
      <Facts
        kind="headers"
        facts={[
          ['Path', path],
          ['Content type', contentType ?? 'none'],
          ['SHA-256', <code>{sha256}</code>],
        ]}
      />
      <a class="button" href={`/messages/${id}`} download>
        Download, {formatBytes(bytes)}
      </a>
    </section>
  );
}

function Body({ body: { kind, text, shown, bytes } }: { body: BodyView }) {
  if (bytes === 0) return <p class="note">none</p>;
  return (
    <>
      <Shown
        what={kind === 'text' ? 'as text' : 'as bytes, because it is no UTF-8 text'}
        {...{ shown, bytes }}
      />
      <pre class={kind} tabIndex={0} role="region" aria-label="Body">
        {text}
      </pre>
    </>
  );
}

function Wire({ wire: { pieces, shown, bytes } }: { wire: WireView }) {
  return (
    <>
      <Shown what="every byte but passwords and cookies" {...{ shown, bytes }} />
      <pre class="wire" tabIndex={0} role="region" aria-label="On the wire">
        {pieces.map((piece) => ('text' in piece ? piece.text : <i>{piece.sign}</i>))}
      </pre>
    </>
  );
}

/** How much of it is there to be seen. */
function Shown({ what, shown, bytes }: { what: string; shown: number; bytes: number }) {
  const amount =
    shown < bytes ? `the first ${formatBytes(shown)} of ${formatBytes(bytes)}` : formatBytes(bytes);
  return (
    <p class="note">
      {amount}, {what}
    </p>
  );
}
