// The whole page: where messages go, the list, and the chosen request beside it (on a telephone: instead of it).
import { useEffect } from 'preact/hooks';
import { linkTo, useChosen } from './chosen.js';
import { RequestDetails } from './details.js';
import { RequestList } from './list.js';
import { useLive } from './live.js';

export function Page() {
  const { live, seen } = useLive();
  const chosen = useChosen();
  useWayBack(chosen);
  return (
    <div class={chosen === null ? 'page' : 'page split'}>
      <header>
        <h1>imnxport serve</h1>
        {seen && <code>{seen.url}/</code>}
        <p role="status" class={live ? 'live' : 'waiting'}>
          {live ? 'live' : seen ? 'server gone, waiting …' : 'connecting …'}
        </p>
      </header>
      <main>
        {seen && <RequestList requests={seen.requests} chosen={chosen} limit={seen.limit} url={seen.url} />}
        {seen && chosen !== null && (
          <RequestDetails key={`${seen.server} ${chosen}`} id={chosen} live={live} />
        )}
      </main>
    </div>
  );
}

/** Escape leads back to the list, and the keyboard's focus to where it was there. */
function useWayBack(chosen: number | null) {
  useEffect(() => {
    if (chosen === null) return;
    const back = (event: KeyboardEvent) => {
      if (event.key === 'Escape') location.hash = linkTo(null);
    };
    addEventListener('keydown', back);
    return () => {
      removeEventListener('keydown', back);
      document.querySelector<HTMLElement>(`a[href="${linkTo(chosen)}"]`)?.focus();
    };
  }, [chosen]);
}
