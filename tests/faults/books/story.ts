import type { Story } from './observation.ts'

/** A story in which nothing has happened yet. */
export function quietStory(): { -readonly [Key in keyof Story]: Story[Key] } {
  return {
    deaths: 0,
    refusalsExplained: false,
    uninstalledAt: null,
    stoppedAt: null,
  }
}

/** A process was killed, or slept until its lease was over: one message may be sent once more for it. */
export function noteDeath(story: { deaths: number }): void {
  story.deaths += 1
}
