import { sayIn } from '../../messages/messages.ts'
import type { SandboxLink } from './embedded-sandbox.ts'

const PAGES = [
  { path: '/', key: 'site.home' },
  { path: '/account', key: 'account.title' },
  { path: '/outbox', key: 'outbox.title' },
  { path: '/staff', key: 'staff.title' },
] as const

/** The pages that somebody who tries Mainstay goes to from the sandbox's control desk. */
export const sandboxLinks = (origin: string, hasOutbox: boolean): SandboxLink[] =>
  PAGES.filter(({ path }) => path !== '/outbox' || hasOutbox).map(({ path, key }) => ({
    url: `${origin}${path}`,
    title: { en: sayIn('en')(key), ru: sayIn('ru')(key) },
  }))
