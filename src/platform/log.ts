import { type DestinationStream, pino } from 'pino'

/** The allowed fields of a log line. None can name, locate or track a person. */
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

const ALLOWED_FIELDS: Record<keyof LogFields, true> = {
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

/** Writes structured lines. Drops fields that are not allowed, even if a caller bypasses the types. */
export const openLog = (destination: DestinationStream = standardOutput()): Log => {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  const line =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      logger[level](pickAllowed(fields), message)
      if (level !== 'info') logger.flush()
    }
  return { info: line('info'), warn: line('warn'), error: line('error') }
}

// One system call for each line would cost more than a page that is kept ready. The end of the process writes the rest.
const standardOutput = (): DestinationStream =>
  pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 1_000 })

const pickAllowed = (fields: LogFields) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(ALLOWED_FIELDS, name)))

/** Returns an error's fields without its message, which may contain a statement's values or an address. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { errorName: 'thrown value' }
  // Stripe's client distinguishes its errors by `type`, not by `name`.
  const { code, type } = error as { code?: unknown; type?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text))
  return {
    errorName: typeof type === 'string' && /^\w+Error$/.test(type) ? type : error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    stack: frames.slice(0, 12).join('\n'),
  }
}
