// The server of one case: plays the answers that the case wrote, and lets the case wait for what arrives.
import type { WireConnection } from './outcome.js';
import {
  type Connection,
  type ConnectionScript,
  type RawAnswer,
  type RawRequest,
  RecordingServer,
  response,
} from './server.js';

/** What a server answers that stores a message. */
export const CREATED = response('201 Created', ['Location: /inbox/1.eml']);

export class CaseServer {
  /** Requests that came whole, in their order. */
  readonly requests: RawRequest[] = [];
  /** How many requests have begun: their head is there. */
  begun = 0;
  /** `http://127.0.0.1:12345`, without a slash at the end. */
  readonly origin: string;
  readonly #server: RecordingServer;
  readonly #news: () => void;

  private constructor(server: RecordingServer, news: () => void) {
    this.#server = server;
    this.#news = news;
    this.origin = server.origin;
  }

  /**
   * Answers the first request with the first answer and so on, and those for which there is none with 201.
   * `news` is called whenever something has come, or a connection is gone.
   */
  static async start(answers: readonly RawAnswer[], news: () => void): Promise<CaseServer> {
    const script: ConnectionScript = (connection) => server.#play(connection, answers);
    const server: CaseServer = new CaseServer(await RecordingServer.start(script), news);
    return server;
  }

  /** Where cases post to, unless they say otherwise. */
  get url(): string {
    return `${this.origin}/inbox/`;
  }

  get connections(): readonly Connection[] {
    return this.#server.connections;
  }

  /** What went over the wire so far, with times since `began`, a value of performance.now(). */
  recorded(began: number): WireConnection[] {
    const later = this.#server.began - began;
    return this.#server.connections.map(({ recording }) => ({
      turns: recording.turns.map((turn) => ({ ...turn, at: turn.at + later })),
      end: recording.end,
    }));
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #play(connection: Connection, answers: readonly RawAnswer[]): Promise<void> {
    void connection.left.then(this.#news);
    for (;;) {
      const head = await connection.head();
      if (head === null) return this.#left(connection);
      this.begun++;
      this.#news();
      const request = await connection.entity(head);
      if (request === null) return this.#left(connection);
      this.requests.push(request);
      this.#news();
      const answer = answers[this.requests.length - 1] ?? CREATED;
      if (typeof answer === 'string') connection.write(answer);
      else await answer(request, connection);
    }
  }

  #left(connection: Connection): void {
    connection.end();
    this.#news();
  }
}
