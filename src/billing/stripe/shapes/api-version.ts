/**
 * The API version of stripe@23.1.0's types. The webhook endpoint may use an older one, because event bodies
 * are not trusted.
 */
export const API_VERSION = '2026-10-28.endive'
