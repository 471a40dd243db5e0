// The page of `imnxport serve`, as it runs in a browser. Texts are put in as text only, which Preact sees to.
import { render } from 'preact';
import { Page } from './page.js';

render(<Page />, document.body);
