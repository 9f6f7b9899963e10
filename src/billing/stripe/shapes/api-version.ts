/** What stripe@23.1.0 is typed for; the endpoint that `verify` reads from may be older, since events are only hints. */
export const API_VERSION = '2026-10-28.endive'
