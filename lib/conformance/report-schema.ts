// The JSON schema (2020-12) of the report, for whoever reads reports by program.

/** The first member of every report. The number changes when a reader would have to. */
export const REPORT_FORMAT = 'imnxport-conformance-report/1';

/** An object of which every member is there and no other. */
function closed(properties: Record<string, object>, description?: string) {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const milliseconds = { type: 'number', minimum: 0, description: 'milliseconds after the case began' };
const fact = { type: ['string', 'number', 'boolean', 'null'] };
const facts = { type: 'object', additionalProperties: fact };
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: object) => ({ type: 'array', items });
const tally = closed(
  { good: count, all: count },
  'rows that are as documented, or as decided, of all that were tried',
);

/** Source of a row. */
const source = {
  oneOf: [
    closed({ kind: { const: 'documented' }, page: text }, 'must hold: a page of the public documentation'),
    closed({ kind: { const: 'decision' }, rule: text }, 'not judged: a decision of this project'),
  ],
};

const end = {
  description: 'how the case ended: by itself, or with the process of the provider',
  oneOf: [
    closed({ kind: { const: 'completed' } }),
    closed({ kind: { const: 'crashed' }, during: text, how: text }),
    closed({ kind: { const: 'hung' }, during: text, seconds: { type: 'number' } }),
    closed({ kind: { const: 'failed' }, during: text, problem: text }),
  ],
};

const step = {
  oneOf: [
    closed(
      {
        kind: { const: 'call' },
        at: milliseconds,
        method: text,
        arguments: list(text),
        result: {
          type: ['string', 'null'],
          description: 'an HRESULT by its name, or a value; null: it did not return',
        },
      },
      'a call of the host into the transport',
    ),
    closed(
      {
        kind: { const: 'callback' },
        at: milliseconds,
        method: text,
        thread: text,
        fields: facts,
        answer: text,
      },
      'a call of the transport into the callback of the host',
    ),
  ],
};

const connection = closed({
  end: {
    enum: [
      'open',
      'closed by the client',
      'closed by the server',
      'reset by the client',
      'reset by the server',
    ],
  },
  turns: list(
    closed(
      {
        from: { enum: ['client', 'server'] },
        at: milliseconds,
        bytes: { ...count, description: 'how many bytes it is long' },
        base64: { type: 'string', contentEncoding: 'base64', description: 'its bytes, or the first of them' },
      },
      'what one side sent until the other one spoke',
    ),
  ),
});

const outcome = closed({
  end,
  facts: { ...facts, description: 'what the case looked at' },
  steps: { ...list(step), description: 'calls and callbacks in their order' },
  servers: {
    ...list(text),
    description: 'the origins of the servers; in texts {origin} and {server} stand for them',
  },
  connections: list(connection),
});

const result = closed({
  verdict: {
    enum: ['holds', 'broken', 'alike', 'unlike'],
    description: 'of a documented row: holds or broken; of a decision: alike or unlike',
  },
  text: { type: 'string', description: 'what the provider did, in a few words' },
  unexpected: { ...list(text), description: 'the names of the facts that are not as expected' },
  outcome,
});

const difference = closed({
  part: { enum: ['end', 'facts', 'calls', 'callbacks', 'wire'] },
  ours: { type: ['string', 'null'] },
  theirs: { type: ['string', 'null'] },
});

const problem = closed({ code: text, message: text, hresult: { type: ['integer', 'null'] } });

/** What `--report out.json` writes, and nothing else. */
export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of imnxport conformance',
  ...closed({
    format: { const: REPORT_FORMAT },
    by: closed({ imnxport: text, node: text, platform: text, arch: text }, 'what made the report'),
    at: { type: 'string', format: 'date-time' },
    seconds: { type: 'number', minimum: 0 },
    conforms: {
      type: 'boolean',
      description: 'whether every documented row holds for the provider under test',
    },
    different: { ...count, description: 'how many cases the two providers did not do alike' },
    providers: {
      ...list(
        closed({
          name: text,
          role: { enum: ['tested', 'compared'] },
          problem: { ...nullable(problem), description: 'why it could not be opened' },
          documented: tally,
          decisions: tally,
        }),
      ),
      minItems: 1,
      maxItems: 2,
    },
    cases: list(
      closed({
        id: { type: 'string', pattern: '^[a-z0-9-]+/[a-z0-9-]+$' },
        title: text,
        source,
        says: { type: 'string', description: 'what the source says, in short' },
        expected: { type: 'object', additionalProperties: text },
        results: {
          ...list(nullable(result)),
          description: 'one for each provider; null: it could not be tried',
          minItems: 1,
          maxItems: 2,
        },
        differences: list(difference),
      }),
    ),
  }),
};
