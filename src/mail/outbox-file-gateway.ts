import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { composeMail, type MailGateway, type OutgoingMail } from './smtp-gateway.ts'

/** A mail that was saved instead of sent. */
export type OutboxMail = Pick<OutgoingMail, 'id' | 'to' | 'subject' | 'text'> & { sender: string; at: string }

const ID = /^[0-9a-f-]{36}$/

/**
 * Saves each mail in DATA_DIR/outbox instead of sending it: as it would be sent (.eml) and for the outbox
 * page (.json).
 */
export const outboxFileGateway = (directory: string, now: () => Date): MailGateway => {
  const save = async (name: string, content: string | Buffer): Promise<void> => {
    const draft = path.join(directory, `.${name}`)
    await writeFile(draft, content, { mode: 0o600 })
    await rename(draft, path.join(directory, name))
  }
  return {
    deliverMail: async (mail) => {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const { id, to, subject, text, sender } = mail
      const saved: OutboxMail = { id, to, subject, text, sender: sender.name, at: now().toISOString() }
      await save(`${id}.eml`, await composeMail(mail))
      await save(`${id}.json`, JSON.stringify(saved))
      return { what: 'sent' }
    },
    holdPlace: async () => {},
    close: () => {},
  }
}

const MAX_LISTED = 100

/** Lists the newest mails first. */
export const listOutboxMails = async (directory: string): Promise<OutboxMail[]> => {
  const names = await readdir(directory).catch(() => [])
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.json') && ID.test(path.basename(name, '.json')))
      .map((name) => readFile(path.join(directory, name), 'utf8')),
  )
  const mails = texts.map((text) => JSON.parse(text) as OutboxMail)
  return mails.sort((one, other) => other.at.localeCompare(one.at)).slice(0, MAX_LISTED)
}

export const findOutboxMail = (directory: string, id: string): Promise<Buffer | null> =>
  ID.test(id) ? readFile(path.join(directory, `${id}.eml`)).catch(() => null) : Promise.resolve(null)
