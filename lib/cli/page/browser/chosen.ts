// Which request is shown is the address's fragment, so that Back, links and bookmarks do what one expects.
import { useEffect, useState } from 'preact/hooks';

/** The fragment of a request's number; of null: that of the list alone. */
export function linkTo(id: number | null): string {
  return id === null ? '#' : `#${id}`;
}

/** The number of the chosen request. */
export function useChosen(): number | null {
  const [chosen, setChosen] = useState(chosenNow);
  useEffect(() => {
    const changed = () => setChosen(chosenNow());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return chosen;
}

function chosenNow(): number | null {
  return Number(location.hash.slice(1)) || null;
}
