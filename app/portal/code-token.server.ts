import { z } from 'zod'
import { idToken, uuidBytes } from '#app/signed-token.server.ts'

const codeToken = idToken({ purpose: 'code', lifetimeSeconds: 60 * 60, id: uuidBytes(z.uuid()) })

/** A token that says which lookup waits for its code; it opens nothing. It ends after an hour. `now` is an ISO instant. */
export const makeCodeToken = codeToken.make
/** The lookup that a token of this shop names; null when it was changed, is another shop's or has ended. */
export const readCodeToken = codeToken.read
