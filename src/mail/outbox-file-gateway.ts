import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { composed, type HandOver, type OutgoingMail } from './smtp-gateway.ts'

/** A mail that was kept in place of being sent. */
export type OutboxMail = Pick<OutgoingMail, 'id' | 'to' | 'subject' | 'text'> & { sender: string; at: string }

const IS_ID = /^[0-9a-f-]{36}$/

/**
 * On embedded defaults nothing is sent: each mail is kept in DATA_DIR/outbox, as it would have gone out (.eml) and as
 * the outbox page shows it (.json).
 */
export const outboxFileGateway = (directory: string, now: () => Date): HandOver => {
  const put = async (name: string, content: string | Buffer): Promise<void> => {
    const draft = path.join(directory, `.${name}`)
    await writeFile(draft, content, { mode: 0o600 })
    await rename(draft, path.join(directory, name))
  }
  return async (mail) => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const { id, to, subject, text, sender } = mail
    const kept: OutboxMail = { id, to, subject, text, sender: sender.name, at: now().toISOString() }
    await put(`${id}.eml`, await composed(mail))
    await put(`${id}.json`, JSON.stringify(kept))
    return { what: 'sent' }
  }
}

const SHOWN = 100

/** The newest first. */
export const listOutboxMails = async (directory: string): Promise<OutboxMail[]> => {
  const names = await readdir(directory).catch(() => [])
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.json') && IS_ID.test(path.basename(name, '.json')))
      .map((name) => readFile(path.join(directory, name), 'utf8')),
  )
  const mails = texts.map((text) => JSON.parse(text) as OutboxMail)
  return mails.sort((one, other) => other.at.localeCompare(one.at)).slice(0, SHOWN)
}

export const findOutboxMail = (directory: string, id: string): Promise<Buffer | null> =>
  IS_ID.test(id) ? readFile(path.join(directory, `${id}.eml`)).catch(() => null) : Promise.resolve(null)
