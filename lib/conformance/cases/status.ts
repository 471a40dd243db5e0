// Which HRESULT a status of the server is.
import { type ConformanceCase, decided, documented } from '../case.js';
import { plainCase } from '../plain-case.js';
import { response as answer } from '../server.js';

/** Those to which the published header gives an HRESULT. 401 is a question first: see the cases of logon. */
const inHeader: [number, string][] = [
  [305, 'IXP_E_HTTP_USE_PROXY'],
  [400, 'IXP_E_HTTP_BAD_REQUEST'],
  [403, 'IXP_E_HTTP_FORBIDDEN'],
  [404, 'IXP_E_HTTP_NOT_FOUND'],
  [405, 'IXP_E_HTTP_METHOD_NOT_ALLOW'],
  [406, 'IXP_E_HTTP_NOT_ACCEPTABLE'],
  [407, 'IXP_E_HTTP_PROXY_AUTH_REQ'],
  [408, 'IXP_E_HTTP_REQUEST_TIMEOUT'],
  [409, 'IXP_E_HTTP_CONFLICT'],
  [410, 'IXP_E_HTTP_GONE'],
  [411, 'IXP_E_HTTP_LENGTH_REQUIRED'],
  [412, 'IXP_E_HTTP_PRECOND_FAILED'],
  [500, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [501, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [502, 'IXP_E_HTTP_BAD_GATEWAY'],
  [503, 'IXP_E_HTTP_SERVICE_UNAVAIL'],
  [504, 'IXP_E_HTTP_GATEWAY_TIMEOUT'],
  [505, 'IXP_E_HTTP_VERS_NOT_SUP'],
  [507, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
];

/** Those that are our decision. */
const others: [number, string][] = [
  [200, 'S_OK'],
  [202, 'S_OK'],
  [204, 'S_OK'],
  [207, 'S_OK'],
  [299, 'S_OK'],
  [303, 'S_OK'],
  [300, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [304, 'IXP_E_HTTP_NOT_IMPLEMENTED'],
  [413, 'IXP_E_HTTP_BAD_REQUEST'],
  [415, 'IXP_E_HTTP_BAD_REQUEST'],
  [425, 'IXP_E_HTTP_INSUFFICIENT_STORAGE'],
  [429, 'IXP_E_HTTP_BAD_REQUEST'],
  [499, 'IXP_E_HTTP_BAD_REQUEST'],
  [511, 'IXP_E_HTTP_INTERNAL_ERROR'],
  [599, 'IXP_E_HTTP_INTERNAL_ERROR'],
];

function statusCase(status: number, result: string, ours: boolean): ConformanceCase {
  const bare = status === 204 || status === 304;
  return plainCase({
    id: `status/${status}`,
    title: `status ${status} is ${result}`,
    source: ours ? decided(result === 'S_OK' ? '5.2' : '5.3') : documented('Imnxport.h'),
    answers: [bare ? `HTTP/1.1 ${status} Text\r\n\r\n` : answer(`${status} Text`)],
    result,
    status,
    ...(ours && { location: null }),
  });
}

export const status: readonly ConformanceCase[] = [
  ...inHeader.map(([number, result]) => statusCase(number, result, false)),
  ...others.map(([number, result]) => statusCase(number, result, true)),
];
