import { type Language, sayIn } from '../messages/messages.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { staffPage } from './staff-frame.tsx'

type Props = { newsroom: Newsroom; language: Language }

const inEach = (newsroom: Newsroom, path: string) =>
  newsroom.languages.map((language) => ({ language, href: `${path}?language=${language}` }))

/** `failed`: name and password did not belong together; which of them was wrong is not told. */
export const signInPage = ({
  newsroom,
  language,
  name,
  failed,
}: Props & { name: string; failed: boolean }): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    title: say('staff.signIn'),
    translations: inEach(newsroom, '/staff/sign-in'),
    children: (
      <div class="column">
        <h1>{say('staff.signIn')}</h1>
        {failed ? (
          <div class="error-summary" role="alert">
            <h2>{say('staff.signInErrorSummary')}</h2>
            <p>
              <a href="#password">{say('staff.signInFailed')}</a>
            </p>
          </div>
        ) : null}
        <form action="/staff/sign-in" method="post">
          <input type="hidden" name="language" value={language} />
          <div class="field">
            <label for="name">{say('staff.name')}</label>
            <input id="name" name="name" value={name} autocomplete="username" required />
          </div>
          <div class="field">
            <label for="password">{say('staff.password')}</label>
            <input
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              {...(failed ? { 'aria-invalid': 'true' as const } : {})}
            />
          </div>
          <button type="submit" class="primary">
            {say('staff.signInButton')}
          </button>
        </form>
      </div>
    ),
  })
}

/** GET shows a button and only its POST signs in: whatever follows links ahead of people uses nothing up. */
export const linkPage = ({
  newsroom,
  language,
  path,
  spent,
}: Props & { path: string; spent: boolean }): string => {
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    title: say('staff.link.title'),
    translations: inEach(newsroom, path),
    children: (
      <div class="column">
        <h1>{say('staff.link.title')}</h1>
        <p>{say(spent ? 'staff.link.spent' : 'staff.link.text')}</p>
        {spent ? null : (
          <form action={path} method="post">
            <button type="submit" class="primary">
              {say('staff.signInButton')}
            </button>
          </form>
        )}
      </div>
    ),
  })
}
