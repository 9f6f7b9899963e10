import { type DestinationStream, pino } from 'pino'

/** What a log line may say. Nothing that names, places or follows a person has a field here. */
export type LogFields = {
  method?: string
  route?: string
  status?: number
  durationMs?: number
  component?: string
  eventType?: string
  reason?: string
  count?: number
  attempt?: number
  file?: string
  line?: number
  errorName?: string
  errorCode?: string
  stack?: string
}

export type Log = Record<'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>

const ALLOWED: Record<keyof LogFields, true> = {
  method: true,
  route: true,
  status: true,
  durationMs: true,
  component: true,
  eventType: true,
  reason: true,
  count: true,
  attempt: true,
  file: true,
  line: true,
  errorName: true,
  errorCode: true,
  stack: true,
}

/** Structured lines by allowlist: a field not on the list is dropped even if a caller forces it past the types. */
export const openLog = (destination?: DestinationStream): Log => {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = destination ? pino(options, destination) : pino(options)
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      logger[level](allowed(fields), message)
  return { info: line('info'), warn: line('warn'), error: line('error') }
}

const allowed = (fields: LogFields) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(ALLOWED, name)))

/** An error without its message: messages carry values (a failing statement, an address), frames do not. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { errorName: 'thrown value' }
  // Stripe's client tells its errors apart by a type, and names them all alike.
  const { code, type } = error as { code?: unknown; type?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text))
  return {
    errorName: typeof type === 'string' && /^\w+Error$/.test(type) ? type : error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    stack: frames.slice(0, 12).join('\n'),
  }
}
