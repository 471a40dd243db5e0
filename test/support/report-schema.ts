// Holds reports of the conformance kit against the schema that the package ships.
import Ajv from 'ajv/dist/2020.js';
import { reportSchema } from '../../dist/conformance/report-schema.js';

const validate = new Ajv({
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  formats: { 'date-time': true },
}).compile(reportSchema);

/** What is not as the schema says, in words; nothing when all is. */
export function reportProblems(json: string): string[] {
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
