// A status for each row of docs/errors.md, with a body and without, on a connection that goes on.
import type { HresultName } from '../../../dist/hresult.js';
import type { FaultCase } from '../case.js';
import { answers, response } from '../server.js';

const ROWS: [number, HresultName][] = [
  [200, 'S_OK'],
  [202, 'S_OK'],
  [205, 'S_OK'],
  [207, 'S_OK'],
  [299, 'S_OK'],
  [400, 'IXP_E_HTTP_BAD_REQUEST'],
  [402, 'IXP_E_HTTP_BAD_REQUEST'],
  [403, 'IXP_E_HTTP_FORBIDDEN'],
  [404, 'IXP_E_HTTP_NOT_FOUND'],
  [405, 'IXP_E_HTTP_METHOD_NOT_ALLOW'],
  [406, 'IXP_E_HTTP_NOT_ACCEPTABLE'],
  [408, 'IXP_E_HTTP_REQUEST_TIMEOUT'],
  [409, 'IXP_E_HTTP_CONFLICT'],
  [410, 'IXP_E_HTTP_GONE'],
  [411, 'IXP_E_HTTP_LENGTH_REQUIRED'],
  [412, 'IXP_E_HTTP_PRECOND_FAILED'],
  [413, 'IXP_E_HTTP_BAD_REQUEST'],
  [417, 'IXP_E_HTTP_BAD_REQUEST'],
  [425, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [429, 'IXP_E_HTTP_BAD_REQUEST'],
  [499, 'IXP_E_HTTP_BAD_REQUEST'],
  [500, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [501, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [502, 'IXP_E_HTTP_BAD_GATEWAY'],
  [503, 'IXP_E_HTTP_SERVICE_UNAVAIL'],
  [504, 'IXP_E_HTTP_GATEWAY_TIMEOUT'],
  [505, 'IXP_E_HTTP_VERS_NOT_SUP'],
  [507, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [599, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [600, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [999, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
];

export const statuses: readonly FaultCase[] = ROWS.map(([status, hresult]) => ({
  title: `a ${status} is ${hresult}`,
  server: () => answers(response(`${status} So be it`, ['Retry-After: 1'], 'why')),
  expected: { hresult, status, delivery: 'whole', requests: 1, entities: 1, connections: 1, body: 3 },
}));
