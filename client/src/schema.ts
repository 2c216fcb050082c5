/** Generated from openapi.json by `npm run client`: change that document instead. */

export interface paths {
    "/api/licensing/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The license manager */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the license manager sets for itself */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change settings; what is not given stays */
        patch: operations["changeSettings"];
        trace?: never;
    };
    "/api/licensing/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The courses that the license manager has licenses for */
        get: operations["listCourses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/course/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A course */
        get: operations["getCourse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/library": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The courses by title, each with its licenses by kind and by pool */
        get: operations["searchLibrary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pools of the license manager */
        get: operations["listPools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pool/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pool */
        get: operations["getPool"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/licenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The licenses of the license manager */
        get: operations["listLicenses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pool/{id}/licenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The licenses of a pool */
        get: operations["listLicensesOfPool"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pool/{id}/license": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign a license of a pool to a student
         * @description Where it took the license of somebody else, the header `Recycled-License` names that.
         */
        post: operations["assignLicense"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/license/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A license */
        get: operations["getLicense"];
        put?: never;
        post?: never;
        /** Revoke a license */
        delete: operations["revokeLicense"];
        options?: never;
        head?: never;
        /** Change the end date of a license */
        patch: operations["editLicense"];
        trace?: never;
    };
    "/api/licensing/v1/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who waits for a license, and who was offered one
         * @description Without `state` those who wait or were offered a seat, as they joined; with it, the newest change first.
         */
        get: operations["listWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/waiting/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take somebody off the waiting list; a seat that was offered to them goes to the next */
        delete: operations["removeWaiting"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/waiting/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an offered seat for its student */
        post: operations["acceptWaiting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pool/{id}/bulk/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what assigning licenses to a list of people would come to
         * @description Changes nothing. The body may have up to 1 MiB.
         */
        post: operations["previewBulkAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/pool/{id}/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign licenses of a pool to up to 1000 people
         * @description One row after the other, each done whole or refused by itself, or all of them or none. No row takes back a license that the same request gave. With an Idempotency-Key a request that broke off can be sent again: the rows that were done are not done twice.
         */
        post: operations["bulkAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/licenses/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke up to 1000 licenses
         * @description One after the other, each revoked or refused by itself, or all of them or none.
         */
        post: operations["bulkRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/licenses/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the end date of up to 1000 licenses
         * @description One after the other, each changed or refused by itself, or all of them or none.
         */
        post: operations["bulkEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The students with a license of the license manager */
        get: operations["listStudents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/student": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A student, by email or id */
        get: operations["getStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/students/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find students by name or address, and by what they hold */
        get: operations["searchStudents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/students/{id}/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every license of this license manager that a student holds or held */
        get: operations["listCoursesOfStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/students.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Students with their courses as CSV, one line per license */
        get: operations["exportStudents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/students/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Students with those of their licenses that match
         * @description The students that the search finds with the same parameters, by id.
         */
        get: operations["listHoldings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/student/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct the name of a student who has no account yet
         * @description Every license manager of the student sees the new name.
         */
        patch: operations["renameStudent"];
        trace?: never;
    };
    "/api/licensing/v1/students/remind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail up to 50 students who have not opened a course
         * @description Each about the unopened course whose license ends first, and once in 24 hours.
         */
        post: operations["remindStudents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/student/{id}/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mails about licenses that did not reach a student, newest first
         * @description Mails that failed, for 90 days, and those that are tried again; the newest 200.
         */
        get: operations["listMailsOfStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/student/{id}/mails/{mailId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a mail that did not arrive again
         * @description To the address that the student has now; each mail up to 5 times in 24 hours.
         */
        post: operations["retryMailOfStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The auto-enrollment links, newest first */
        get: operations["listLinks"];
        put?: never;
        /** Make a link by which people take licenses of a pool themselves */
        post: operations["createLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a link; the licenses that it gave stay, or are revoked with it */
        delete: operations["deleteLink"];
        options?: never;
        head?: never;
        /**
         * Change a link: its name, number, validity, how long licenses are held, and whether it is paused
         * @description For those who enroll from now on; licenses that it gave stay as they are.
         */
        patch: operations["changeLink"];
        trace?: never;
    };
    "/api/licensing/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What students have asked for by links with approval, newest first */
        get: operations["listRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/requests/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a request: a license, or a place on the waiting list where pool or link is full */
        post: operations["approveRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/requests/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a request */
        post: operations["declineRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/events/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, oldest first, to be read on from where the last answer ended
         * @description A reader that keeps `next` sees every event exactly once, however many servers write meanwhile. Cursors survive restarts.
         */
        get: operations["readEventFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, newest first
         * @description `X-Total-Count` counts up to 10000, which is also where the pages end. To read the whole history, ask again with `before` set to the id of the last event.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The webhooks, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /** Make a webhook; its secret is in this answer and nowhere else */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A webhook */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook; what waits for it is not sent */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook, disable it, or enable it again
         * @description What happened while it was disabled is not sent by itself: replay it.
         */
        patch: operations["editWebhook"];
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a new secret; for 24 hours the one before signs too */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to a webhook, newest first
         * @description `X-Total-Count` counts up to 10000, which is also where the pages end.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send `webhook.test` once, and tell how it went */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}/deliveries/{deliveryId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again, with the same webhook-id */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send every event of a time, also from before the webhook existed */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/roster/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plan, and a page of its rows */
        get: operations["getRoster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Plan what makes exactly the people of a roster hold its courses; changes nothing
         * @description Up to 50,000 rows, 8 MiB. Rows that cannot be taken are refused by themselves.
         */
        put: operations["planRoster"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/licensing/v1/roster/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do what a plan says, all of it or nothing */
        post: operations["applyRoster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/managers/{managerId}/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who works for the license manager */
        get: operations["listMembers"];
        put?: never;
        /** Invite a person by mail */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/managers/{managerId}/v1/members/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation again, with a new link */
        post: operations["inviteAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/managers/{managerId}/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member, or take an invitation back */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Change the role of a member */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/api/app/managers/{managerId}/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The API tokens */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token; its text is in this answer and nowhere else */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/managers/{managerId}/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an API token, which is dead at once */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A refusal (RFC 9457). */
        Problem: {
            /** @description A page about this kind of problem. */
            type: string;
            title: string;
            status: number;
            /** @description What was wrong, and what to do. */
            detail: string;
            /** @description The resource that refused, by its route. */
            instance: string;
            /** @description Stable; decide by this. */
            code: string;
            errors?: {
                /** @description JSON pointer into the body. */
                pointer?: string;
                /** @description A query parameter or header. */
                parameter?: string;
                detail: string;
            }[];
        };
        /** @description The license manager that the token belongs to. */
        Me: {
            /** @description The id of the license manager. */
            id: number;
            name: string;
            email: string;
            /** @description How many pools. */
            pools: number;
            /** @description Licenses bought, in all pools. */
            licenses: number;
            untransferableLicenses: number;
            transferableLicenses: number;
            allowedDomainsForTransferableLicenses: string[];
        };
        /** @description A course in which the license manager has at least one pool. */
        Course: {
            /** @description The id of the course, as text. */
            id: string;
            title: string;
            /** @description The sum over the pools; so are the next two. */
            licenses: number;
            assignedLicenses: number;
            availableLicenses: number;
            pools: {
                /** @description The id of the pool. */
                id: number;
                /**
                 * @description When the pool starts.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                start: string;
                /**
                 * @description When the pool ends; from then on it is not running.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                end: string;
                transferable: boolean;
                /** @description Licenses bought. */
                licenses: number;
                assignedLicenses: number;
                /** @description 0 before the start and from the end of the pool, and where the publisher has closed it. */
                availableLicenses: number;
            }[];
        };
        /** @description A course with what the license manager bought of it, by kind and by purchase. */
        CourseCard: {
            /** @description The id of the course, as text. */
            id: string;
            title: string;
            transferable: {
                /** @description Licenses bought. */
                licenses: number;
                /** @description Licenses that hold a seat; of untransferable ones, all ever assigned. */
                assigned: number;
                /** @description 0 before the start and from the end of a pool. */
                available: number;
            } | null;
            untransferable: {
                /** @description Licenses bought. */
                licenses: number;
                /** @description Licenses that hold a seat; of untransferable ones, all ever assigned. */
                assigned: number;
                /** @description 0 before the start and from the end of a pool. */
                available: number;
            } | null;
            pools: {
                /** @description The id of the pool. */
                id: number;
                transferable: boolean;
                /** @description Licenses bought. */
                licenses: number;
                /** @description Licenses that hold a seat; of untransferable ones, all ever assigned. */
                assigned: number;
                /** @description 0 before the start and from the end of a pool. */
                available: number;
                /**
                 * @description When the pool starts.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                start: string;
                /**
                 * @description When the pool ends.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                end: string;
                order: string | null;
                /** @enum {string} */
                state: "future" | "running" | "ended";
            }[];
        };
        /** @description A purchase: licenses of one course, all transferable or all untransferable. */
        Pool: {
            /** @description The id of the pool, as text. */
            id: string;
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            };
            /**
             * @description When the pool starts.
             * @example 2024-04-17T15:23:08+00:00
             */
            start: string;
            /**
             * @description When the pool ends; from then on it is not running.
             * @example 2024-04-17T15:23:08+00:00
             */
            end: string;
            transferable: boolean;
            /** @description Licenses bought. */
            licenses: number;
            assignedLicenses: number;
            /** @description 0 before the start and from the end of the pool, and where the publisher has closed it. */
            availableLicenses: number;
        };
        /** @description A license of a student. */
        License: {
            /** @description The id of the license, as text. */
            id: string;
            /** @description The id of the pool, as text. */
            poolId: string;
            /** @description The id of the course, as text. */
            courseId: string;
            /**
             * @description The moment of assignment.
             * @example 2024-04-17T15:23:08+00:00
             */
            start: string;
            /**
             * @description When it runs out, or when it was ended.
             * @example 2024-04-17T15:23:08+00:00
             */
            end: string;
            active: boolean;
            /** @description Active and transferable. */
            revokable: boolean;
            /** @description Active and transferable. */
            editable: boolean;
            student: {
                /** @description The id of the student, as text. */
                id: string;
                name: string;
                email: string;
            };
        };
        /** @description A license as it is answered when it is assigned: the ids are numbers, but the course’s. */
        AssignedLicense: {
            /** @description The id of the license. */
            id: number;
            /** @description The id of the pool. */
            poolId: number;
            /** @description The id of the course, as text. */
            courseId: string;
            /**
             * @description The moment of assignment.
             * @example 2024-04-17T15:23:08+00:00
             */
            start: string;
            /**
             * @description When it runs out, or when it was ended.
             * @example 2024-04-17T15:23:08+00:00
             */
            end: string;
            active: boolean;
            /** @description Active and transferable. */
            revokable: boolean;
            /** @description Active and transferable. */
            editable: boolean;
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
        };
        AssignLicense: {
            /**
             * @description Where the student is unknown, one is made.
             * @example student@sqlbi.com
             */
            email: string;
            name?: string | null;
            endDate?: string | null;
            recycle?: boolean | null;
            recyclePolicy?: ("oldest" | "idle" | "completed" | "unstarted") | null;
            minHeldDays?: number | null;
            wait?: boolean | null;
        };
        EditLicense: {
            /**
             * Format: date
             * @description Today or earlier ends the license at once, for good. Cut to the end of the pool.
             * @example 2027-05-01
             */
            endDate: string;
        };
        BulkPreviewRequest: {
            /**
             * @description A list of people, up to 5000 rows: CSV with commas, semicolons or tabs, or addresses as mail programs write them. A first line of titles in English, Italian, German, French, Spanish, Portuguese or Dutch may name the columns in any order; without it their order is address, name, end date.
             * @example email,name,endDate
             *     anna@sqlbi.com,Anna,2027-06-30
             */
            csv: string;
            columns?: (("firstName" | "lastName" | "name" | "email" | "endDate") | null)[] | null;
            recycle?: boolean | null;
            recyclePolicy?: ("oldest" | "idle" | "completed" | "unstarted") | null;
            minHeldDays?: number | null;
        };
        /** @description What a list would come to, each row after those before it. Nothing was changed. */
        BulkPreview: {
            rows: {
                /** @description As `line`. */
                row: number;
                /** @description The line of the list on which the row begins, from 1; CRLF is one line end. */
                line: number;
                email: string;
                name: string | null;
                endDate: string | null;
                /** @enum {string} */
                outcome: "assign" | "refused";
                code: string | null;
                detail: string | null;
                errors?: {
                    /** @description JSON pointer into the row. */
                    pointer: string;
                    detail: string;
                    /** @description The kind of fault, for words of one’s own. */
                    reason?: string;
                    /** @description What the words are about. */
                    values?: {
                        [key: string]: string | number;
                    };
                }[];
                /**
                 * @description When the license would end; null where the row is refused.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                end: string | null;
                recycles: {
                    /** @description The id of the student. */
                    id: number;
                    name: string;
                    email: string;
                } | null;
            }[];
            /** @description How many rows would be assigned a license. */
            assign: number;
            /** @description How many would be refused. */
            refused: number;
            /** @description What each column is taken for; null: it is not read. */
            columns: {
                title: string | null;
                as: ("firstName" | "lastName" | "name" | "email" | "endDate") | null;
                /** @description Its cells must name the course of the pool. */
                compared: boolean;
            }[];
            /** @description Everybody who would lose a license, in the order of the rows. */
            losing: {
                student: {
                    /** @description The id of the student. */
                    id: number;
                    name: string;
                    email: string;
                };
                /** @description The id of the license. */
                licenseId: number;
                /** @description Percent. */
                progress: number;
                /**
                 * @description The last access to the course.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                lastAccess: string | null;
            }[];
            /** @description How many lines have no content. */
            skipped: number;
        };
        BulkAssign: {
            /** @description A row of another shape is refused by itself, as one with a wrong address is. */
            rows: {
                email: string;
                name?: string | null;
                endDate?: string | null;
                recycle?: boolean | null;
            }[];
            recycle?: boolean | null;
            recyclePolicy?: ("oldest" | "idle" | "completed" | "unstarted") | null;
            minHeldDays?: number | null;
            mode?: ("each" | "all") | null;
            spare?: number[] | null;
        };
        /** @description What became of each row. */
        BulkAssigned: {
            results: {
                /** @description Its place in the request, from 1. */
                row: number;
                /** @enum {string} */
                outcome: "assigned" | "refused";
                code: string | null;
                detail: string | null;
                errors?: {
                    /** @description JSON pointer into the row. */
                    pointer: string;
                    detail: string;
                    /** @description The kind of fault, for words of one’s own. */
                    reason?: string;
                    /** @description What the words are about. */
                    values?: {
                        [key: string]: string | number;
                    };
                }[];
                license: components["schemas"]["AssignedLicense"] | null;
                recycled: {
                    /** @description The id of the license. */
                    licenseId: number;
                    student: {
                        /** @description The id of the student. */
                        id: number;
                        name: string;
                        email: string;
                    };
                } | null;
            }[];
        };
        BulkRevoke: {
            /** @description The ids of licenses, as numbers or as text of digits. */
            ids: (number | string)[];
            mode?: ("each" | "all") | null;
        };
        /** @description What became of each license. */
        BulkRevoked: {
            results: {
                /** @description Its place in the request, from 1. */
                row: number;
                /** @description The id of the license, as it was given. */
                id: number | string;
                /** @enum {string} */
                outcome: "revoked" | "refused";
                code: string | null;
                detail: string | null;
                license: components["schemas"]["License"] | null;
            }[];
        };
        BulkEdit: {
            /** @description The ids of licenses, as numbers or as text of digits. */
            ids: (number | string)[];
            /**
             * @description YYYY-MM-DD, 00:00 UTC. Cut to the end of the pool; today or earlier ends the licenses, for good.
             * @example 2027-06-30
             */
            endDate: string;
            mode?: ("each" | "all") | null;
        };
        /** @description What became of each license. */
        BulkEdited: {
            results: {
                /** @description Its place in the request, from 1. */
                row: number;
                /** @description The id of the license, as it was given. */
                id: number | string;
                /** @enum {string} */
                outcome: "edited" | "ended" | "refused";
                code: string | null;
                detail: string | null;
                license: components["schemas"]["License"] | null;
            }[];
        };
        RemindStudents: {
            ids: number[];
        };
        /** @description What became of each student. */
        RemindedStudents: {
            results: {
                /** @description The id of the student. */
                id: number;
                /** @enum {string} */
                outcome: "reminded" | "refused";
                code: string | null;
                detail: string | null;
            }[];
        };
        RenameStudent: {
            /** @description 1 to 200 characters, none of them a control character. */
            name: string;
        };
        /** @description Who a student is. */
        StudentName: {
            /** @description The id of the student. */
            id: number;
            name: string;
            email: string;
        };
        /** @description A student with those licenses that match. */
        StudentHoldings: {
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
            courses: components["schemas"]["HeldLicense"][];
        };
        /** @description A student, with one entry per license of this license manager. */
        Student: {
            /** @description The id of the student. */
            id: number;
            name: string;
            email: string;
            courses: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
                /** @description The id of the pool. */
                poolId: number;
                /** @description The id of the license. */
                licenseId: number;
                licenseActive: boolean;
                licenseRevokable: boolean;
                licenseEditable: boolean;
                /**
                 * @description The start of the license.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                start: string;
                /**
                 * @description The end of the license.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                end: string;
                /** @description Percent of the course, whoever gave the license. */
                progress: number;
                /**
                 * @description When the course was completed.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                completed: string | null;
            }[];
        };
        /** @description A student in one line. */
        StudentSummary: {
            /** @description The id of the student. */
            id: number;
            name: string;
            email: string;
            /** @description Holds at least one active license of this license manager. */
            active: boolean;
            /** @description Active licenses of this license manager. */
            licenses: number;
            /** @description The mean over the licenses held or, where none is active, over all that were. */
            progress: number;
            /**
             * @description When the student was last seen in one of these courses.
             * @example 2024-04-17T15:23:08+00:00
             */
            lastAccess: string | null;
            /**
             * @description The start of the first license.
             * @example 2024-04-17T15:23:08+00:00
             */
            enrolled: string;
            /**
             * @description The end of the last license.
             * @example 2024-04-17T15:23:08+00:00
             */
            expires: string;
        };
        /** @description A license that a student holds or held, with its course and the progress in it. */
        HeldLicense: {
            /** @description The id of the license. */
            licenseId: number;
            /** @description The id of the course, as text. */
            courseId: string;
            /** @description The title of the course. */
            title: string;
            /** @description The id of the pool. */
            poolId: number;
            transferable: boolean;
            /**
             * @description The moment of assignment.
             * @example 2024-04-17T15:23:08+00:00
             */
            start: string;
            /**
             * @description When it runs out, or when it was ended.
             * @example 2024-04-17T15:23:08+00:00
             */
            end: string;
            active: boolean;
            /** @description Active and transferable. */
            revokable: boolean;
            /** @description Active and transferable. */
            editable: boolean;
            /**
             * @description When it was ended or ran out; null while it has not.
             * @example 2024-04-17T15:23:08+00:00
             */
            ended: string | null;
            endedHow: ("revoked" | "returned" | "recycled" | "edited" | "expired" | "merged" | "erased") | null;
            /** @description Percent of the course, whoever gave the license. */
            progress: number;
            /**
             * @description When the course was completed.
             * @example 2024-04-17T15:23:08+00:00
             */
            completed: string | null;
            /**
             * @description When the student was last seen in the course.
             * @example 2024-04-17T15:23:08+00:00
             */
            lastAccess: string | null;
        };
        /** @description A mail to a student that did not arrive, or not yet. */
        StudentMail: {
            id: string;
            /** @description What it tells of, such as `license_assigned`. */
            kind: string;
            /** @description The address that it was sent to. */
            email: string;
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            };
            /**
             * @description `waiting`: it is tried again by itself.
             * @enum {string}
             */
            state: "failed" | "waiting";
            /**
             * @description `not_handed_over`: no mail server took it, or said anything about it.
             * @enum {string}
             */
            trouble: "unknown_address" | "mailbox_full" | "refused" | "not_handed_over";
            answer: string | null;
            /**
             * @description When it was written.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was given up.
             * @example 2024-04-17T15:23:08+00:00
             */
            failed: string | null;
            /**
             * @description When it is tried next.
             * @example 2024-04-17T15:23:08+00:00
             */
            next: string | null;
        };
        /** @description One fact of the history, which is never changed. */
        Event: {
            /** @description The id of the event, as text. */
            id: string;
            /**
             * @description When it happened.
             * @example 2024-04-17T15:23:08+00:00
             */
            at: string;
            /**
             * @description What happened; new kinds may be added.
             * @example license.assigned
             */
            kind: string;
            /** @description Who did it, by the name they had. */
            actor: {
                /** @enum {string} */
                kind: "token" | "person" | "link" | "command" | "system" | "agent";
                label: string;
            };
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            } | null;
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            } | null;
            poolId: number | null;
            licenseId: number | null;
            before: {
                [key: string]: unknown;
            } | null;
            after: {
                [key: string]: unknown;
            } | null;
            why: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A part of the history, in an order that never changes. */
        EventFeed: {
            /** @description Oldest first. */
            events: components["schemas"]["Event"][];
            /** @description The cursor to go on from: give it as `after`. */
            next: string;
            /** @description Whether there is more already. */
            more: boolean;
        };
        /** @description An auto-enrollment link: whoever proves an address may take a license by it. */
        Link: {
            /** @description The id of the link, as text. */
            id: string;
            url: string | null;
            code: string | null;
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            };
            /** @description The id of the pool. */
            poolId: number;
            transferable: boolean;
            /** @description How many it offers: out at the same time (transferable), or in total (untransferable). */
            licenses: number;
            /** @description How many of them are out. */
            used: number;
            /** @description Where none is left, a license that this link gave is revoked for the next person. */
            autoReassign: boolean;
            validity: {
                count: number;
                /** @enum {string} */
                unit: "day" | "week" | "month";
            } | null;
            name: string | null;
            /** @description While it is paused it gives no licenses. */
            paused: boolean;
            /** @description Licenses younger than so many days of 24 hours are not taken back by `autoReassign`. */
            minHeldDays: number;
            /**
             * @description Whose license `autoReassign` takes back, of those that the link gave: `oldest` (default) by start; `idle`, the longest not opened; `completed`, the oldest of those who have completed; `unstarted`, the oldest of those who never opened it.
             * @enum {string}
             */
            recyclePolicy: "oldest" | "idle" | "completed" | "unstarted";
            /**
             * @description Where the link, or its pool, has no license left: refuse people, or let them wait.
             * @enum {string}
             */
            whenFull: "refuse" | "wait";
            /** @description People ask, and get nothing before somebody approves. */
            approval: boolean;
            /** @description Everybody who signs in with an address of an allowed domain is shown it in the library. */
            listed: boolean;
            /** @description How often a student may make a license longer by the validity. */
            extensions: number;
            /** @description How many wait by it. */
            waiting: number;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was deleted.
             * @example 2024-04-17T15:23:08+00:00
             */
            deleted: string | null;
        };
        CreateLink: {
            /** @description The id of the pool. */
            poolId: number;
            /** @description How many it offers, at most those of the pool. */
            licenses: number;
            autoReassign?: boolean | null;
            validity?: {
                count: number;
                /** @enum {string} */
                unit: "day" | "week" | "month";
            } | null;
            name?: string | null;
            minHeldDays?: number | null;
            recyclePolicy?: ("oldest" | "idle" | "completed" | "unstarted") | null;
            whenFull?: ("refuse" | "wait") | null;
            approval?: boolean | null;
            listed?: boolean | null;
            extensions?: number | null;
        };
        ChangeLink: {
            licenses?: number | null;
            validity?: {
                count: number;
                /** @enum {string} */
                unit: "day" | "week" | "month";
            } | null;
            name?: string | null;
            minHeldDays?: number | null;
            recyclePolicy?: ("oldest" | "idle" | "completed" | "unstarted") | null;
            whenFull?: ("refuse" | "wait") | null;
            approval?: boolean | null;
            listed?: boolean | null;
            extensions?: number | null;
            paused?: boolean | null;
        };
        /** @description What a license manager sets for itself. */
        Settings: {
            /** @description By links each mailbox gets one license of a course: addresses with the same name before a plus sign, and with the same letters where a known provider ignores dots, are one mailbox. */
            onePerMailbox: boolean;
            /**
             * @description In which students and members are written to of whom nothing else is known.
             * @enum {string}
             */
            language: "en" | "it";
            /** @description In which their mails tell times: a name of the IANA database. */
            timeZone: string;
            /** @description Mails to the members: for a token the presets for members who have not chosen (viewers get none), for a member who is signed in, their own choice. */
            mails: {
                poolNearlyFull: boolean;
                poolFull: boolean;
                poolEnds: boolean;
                newPool: boolean;
                undelivered: boolean;
                weeklyDigest: boolean;
            };
            /** @description For how many hours a seat that comes free is held for whom it is offered to, from the waiting list. */
            holdHours: number;
        };
        SettingsChanges: {
            onePerMailbox?: boolean | null;
            language?: ("en" | "it") | null;
            timeZone?: string | null;
            mails?: {
                poolNearlyFull?: boolean | null;
                poolFull?: boolean | null;
                poolEnds?: boolean | null;
                newPool?: boolean | null;
                undelivered?: boolean | null;
                weeklyDigest?: boolean | null;
            } | null;
            holdHours?: number | null;
        };
        /** @description An API token, without its text. */
        Token: {
            /** @description The id of the token, which is also its `key` claim. */
            id: string;
            name: string;
            /** @description The last ten characters of the token. */
            lastTen: string;
            /**
             * @description `read`: may read, but not change anything.
             * @enum {string}
             */
            permission: "read" | "write";
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was last used, to a minute or so.
             * @example 2024-04-17T15:23:08+00:00
             */
            lastUsed: string | null;
            maker: string | null;
            /** @description True where it was signed with a key that the server no longer has: it opens nothing, and has to be made anew. */
            refused: boolean;
        };
        /** @description An API token that has just been made. */
        NewToken: {
            /** @description The id of the token, which is also its `key` claim. */
            id: string;
            name: string;
            /** @description The last ten characters of the token. */
            lastTen: string;
            /**
             * @description `read`: may read, but not change anything.
             * @enum {string}
             */
            permission: "read" | "write";
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was last used, to a minute or so.
             * @example 2024-04-17T15:23:08+00:00
             */
            lastUsed: string | null;
            maker: string | null;
            /** @description True where it was signed with a key that the server no longer has: it opens nothing, and has to be made anew. */
            refused: boolean;
            /** @description The text of the token. It is shown this once. */
            token: string;
        };
        CreateToken: {
            /** @description What the token is for; cannot be changed. */
            name: string;
            /**
             * @description `read`: may read, but not change anything.
             * @enum {string}
             */
            permission: "read" | "write";
        };
        /** @description Who works for the license manager. */
        Member: {
            id: string;
            /** @description Empty until they have joined. */
            name: string;
            email: string;
            role: "owner" | "manager" | "viewer";
            state: "invited" | "joined";
            /**
             * @description When they were invited, or joined.
             * @example 2024-04-17T15:23:08+00:00
             */
            since: string;
            /**
             * @description When the invitation runs out; null of members.
             * @example 2024-04-17T15:23:08+00:00
             */
            expires: string | null;
            mail: {
                /** @enum {string} */
                state: "waiting" | "sent" | "failed";
                error: string | null;
            } | null;
            invitationUrl: string | null;
        };
        /** @description What would have to happen so that exactly the people of a roster hold its courses. */
        RosterPlan: {
            /** @description The id of the plan. */
            id: string;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            made: string;
            /**
             * @description Until when it can be applied.
             * @example 2024-04-17T15:23:08+00:00
             */
            expires: string;
            /** @enum {string} */
            state: "ready" | "applied" | "outdated" | "expired";
            /** @description How many rows there are of each action. */
            counts: {
                assign: number;
                revoke: number;
                edit: number;
                keep: number;
                refuse: number;
            };
            /** @description A page of its rows. */
            rows: {
                line: number | null;
                /** @enum {string} */
                action: "assign" | "revoke" | "edit" | "keep" | "refuse";
                student: {
                    id: number | null;
                    name: string;
                    email: string;
                };
                courseId: string | null;
                course: string | null;
                poolId: number | null;
                licenseId: number | null;
                /**
                 * @description When the license ends, or will end.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                end: string | null;
                code: string | null;
                detail: string | null;
            }[];
        };
        /** @description What was done. */
        RosterApplied: {
            /** @enum {string} */
            state: "applied";
            /** @description How many rows there are of each action. */
            counts: {
                assign: number;
                revoke: number;
                edit: number;
                keep: number;
                refuse: number;
            };
        };
        /** @description A place on the waiting list of a pool. */
        WaitingEntry: {
            /** @description The id of the entry, as text. */
            id: string;
            /** @description The id of the pool. */
            poolId: number;
            /** @description The id of the course, as text. */
            courseId: string;
            linkId: string | null;
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
            /**
             * @description `waiting`; `offered`: a seat is held for them; `accepted`: they have a license; `lapsed`: they did not accept in time; `left`: the student left, or has the course from elsewhere; `removed` by the manager; `closed`: the pool ended or was closed.
             * @enum {string}
             */
            state: "waiting" | "offered" | "accepted" | "lapsed" | "left" | "removed" | "closed";
            position: number | null;
            /**
             * @description When they joined.
             * @example 2024-04-17T15:23:08+00:00
             */
            since: string;
            /**
             * @description Until when the seat is held for them; from then on it goes to the next.
             * @example 2024-04-17T15:23:08+00:00
             */
            offeredUntil: string | null;
            /**
             * @description A guess of when a seat comes free for them.
             * @example 2024-04-17T15:23:08+00:00
             */
            expected: string | null;
            licenseId: number | null;
        };
        /** @description What a student asked a link for that gives after approval. */
        LicenseRequest: {
            /** @description The id of the request, as text. */
            id: string;
            /** @description The id of the link, as text. */
            linkId: string;
            /** @description The id of the pool. */
            poolId: number;
            /** @description The id of the course, as text. */
            courseId: string;
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
            message: string | null;
            /** @enum {string} */
            state: "requested" | "approved" | "declined" | "withdrawn" | "expired";
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            since: string;
            /**
             * @description When it was decided, taken back, or expired.
             * @example 2024-04-17T15:23:08+00:00
             */
            decided: string | null;
            decidedBy: string | null;
            reason: string | null;
            licenseId: number | null;
            waitingId: string | null;
        };
        /** @description Where events are sent to. */
        Webhook: {
            id: string;
            /** @description Where events are posted to: `https`, at a public address. */
            url: string;
            /** @description Event kinds such as `license.assigned`, or `["*"]` for all. */
            events: string[];
            description: string;
            /**
             * @description `standard`: the event itself (Standard Webhooks). `slack`, `teams`: a message for a channel.
             * @enum {string}
             */
            format: "standard" | "slack" | "teams";
            /** @enum {string} */
            state: "active" | "disabled";
            disabledWhy: string | null;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
        };
        /** @description A webhook with its new secret. */
        NewWebhook: {
            id: string;
            /** @description Where events are posted to: `https`, at a public address. */
            url: string;
            /** @description Event kinds such as `license.assigned`, or `["*"]` for all. */
            events: string[];
            description: string;
            /**
             * @description `standard`: the event itself (Standard Webhooks). `slack`, `teams`: a message for a channel.
             * @enum {string}
             */
            format: "standard" | "slack" | "teams";
            /** @enum {string} */
            state: "active" | "disabled";
            disabledWhy: string | null;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /** @description What deliveries are signed with. It is shown this once. */
            secret: string;
        };
        CreateWebhook: {
            /** @description Where events are posted to: `https`, at a public address. */
            url: string;
            /** @description Event kinds such as `license.assigned`, or `["*"]` for all. */
            events: string[];
            description?: string | null;
            format?: ("standard" | "slack" | "teams") | null;
        };
        EditWebhook: {
            url?: string | null;
            events?: string[] | null;
            description?: string | null;
            format?: ("standard" | "slack" | "teams") | null;
            state?: ("active" | "disabled") | null;
        };
        ReplayWebhook: {
            /** @description A date-time with an offset: events from then on. */
            since: string;
            until?: string | null;
        };
        /** @description One event on its way to one webhook. */
        WebhookDelivery: {
            id: string;
            event: string | null;
            /** @description The kind of the event, or `webhook.test`. */
            type: string;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            attempts: number;
            status: number | null;
            error: string | null;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was delivered, or failed for good.
             * @example 2024-04-17T15:23:08+00:00
             */
            done: string | null;
            /**
             * @description When it is tried next.
             * @example 2024-04-17T15:23:08+00:00
             */
            next: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The license manager that the token belongs to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a license manager sets for itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsChanges"];
            };
        };
        responses: {
            /** @description What a license manager sets for itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCourses: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCourse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A course in which the license manager has at least one pool. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Course"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchLibrary: {
        parameters: {
            query?: {
                /** @description A part of the title, without regard to case and accents. */
                search?: string;
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CourseCard"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPools: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A purchase: licenses of one course, all transferable or all untransferable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLicenses: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
                /** @description Also what has expired or was ended. `true`, `false`, `1` or `0`. */
                includeInactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["License"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLicensesOfPool: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
                /** @description Also what has expired or was ended. `true`, `false`, `1` or `0`. */
                includeInactive?: boolean;
            };
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["License"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignLicense: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignLicense"];
            };
        };
        responses: {
            /** @description A license as it is answered when it is assigned: the ids are numbers, but the course’s. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignedLicense"];
                };
            };
            /** @description None is available: the student waits, as was asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingEntry"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLicense: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A license of a student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["License"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeLicense: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A license of a student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["License"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editLicense: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditLicense"];
            };
        };
        responses: {
            /** @description A license of a student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["License"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWaiting: {
        parameters: {
            query?: {
                /** @description The id of a pool. */
                poolId?: number;
                /** @description The id of a course. */
                courseId?: number;
                state?: "waiting" | "offered" | "accepted" | "lapsed" | "left" | "removed" | "closed" | "all";
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingEntry"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeWaiting: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A place on the waiting list of a pool. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingEntry"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptWaiting: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A license as it is answered when it is assigned: the ids are numbers, but the course’s. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignedLicense"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewBulkAssign: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkPreviewRequest"];
            };
        };
        responses: {
            /** @description What a list would come to, each row after those before it. Nothing was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulkAssign: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAssign"];
            };
        };
        responses: {
            /** @description What became of each row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAssigned"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulkRevoke: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkRevoke"];
            };
        };
        responses: {
            /** @description What became of each license. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkRevoked"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulkEdit: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkEdit"];
            };
        };
        responses: {
            /** @description What became of each license. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkEdited"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStudents: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
                /** @description Also what has expired or was ended. `true`, `false`, `1` or `0`. */
                includeInactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStudent: {
        parameters: {
            query?: {
                /** @description The id of the student. */
                id?: number;
                /** @description The address of the student. One of the two is required; given both, both must fit. */
                email?: string;
                /** @description Also what has expired or was ended. `true`, `false`, `1` or `0`. */
                includeInactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A student, with one entry per license of this license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchStudents: {
        parameters: {
            query?: {
                /** @description A part of the name or the address, without regard to case, accents and letters that a keyboard may lack. */
                search?: string;
                /** @description Those with an active license, those without, or all who ever held one. With the filters below: an active license that is like them, only others that are, or any that is. */
                status?: "active" | "inactive" | "all";
                /** @description With a license of this course. An id that the license manager does not know finds nobody. */
                courseId?: number;
                /** @description With a license of this pool. */
                poolId?: number;
                /** @description With a license that came by this link. */
                linkId?: number;
                /** @description With a license whose course is completed, or started (more than 0 percent), or neither. */
                progress?: "none" | "started" | "completed";
                /** @description With a license whose course the student never opened. */
                opened?: "never";
                /** @description With a license that ends within so many days from now. */
                endsWithin?: number;
                /** @description Only these students: up to 100 ids, separated by commas. */
                studentIds?: string;
                /** @description What they are sorted by; those who were never seen come before all others. */
                sort?: "name" | "email" | "progress" | "lastAccess" | "enrolled" | "expires";
                order?: "asc" | "desc";
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentSummary"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCoursesOfStudent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldLicense"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportStudents: {
        parameters: {
            query?: {
                /** @description A part of the name or the address, without regard to case, accents and letters that a keyboard may lack. */
                search?: string;
                /** @description Those with an active license, those without, or all who ever held one. With the filters below: an active license that is like them, only others that are, or any that is. */
                status?: "active" | "inactive" | "all";
                /** @description With a license of this course. An id that the license manager does not know finds nobody. */
                courseId?: number;
                /** @description With a license of this pool. */
                poolId?: number;
                /** @description With a license that came by this link. */
                linkId?: number;
                /** @description With a license whose course is completed, or started (more than 0 percent), or neither. */
                progress?: "none" | "started" | "completed";
                /** @description With a license whose course the student never opened. */
                opened?: "never";
                /** @description With a license that ends within so many days from now. */
                endsWithin?: number;
                /** @description Only these students: up to 100 ids, separated by commas. */
                studentIds?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description UTF-8 with a byte order mark. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHoldings: {
        parameters: {
            query?: {
                /** @description A part of the name or the address, without regard to case, accents and letters that a keyboard may lack. */
                search?: string;
                /** @description Those with an active license, those without, or all who ever held one. With the filters below: an active license that is like them, only others that are, or any that is. */
                status?: "active" | "inactive" | "all";
                /** @description With a license of this course. An id that the license manager does not know finds nobody. */
                courseId?: number;
                /** @description With a license of this pool. */
                poolId?: number;
                /** @description With a license that came by this link. */
                linkId?: number;
                /** @description With a license whose course is completed, or started (more than 0 percent), or neither. */
                progress?: "none" | "started" | "completed";
                /** @description With a license whose course the student never opened. */
                opened?: "never";
                /** @description With a license that ends within so many days from now. */
                endsWithin?: number;
                /** @description Only these students: up to 100 ids, separated by commas. */
                studentIds?: string;
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentHoldings"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameStudent: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameStudent"];
            };
        };
        responses: {
            /** @description Who a student is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentName"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remindStudents: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemindStudents"];
            };
        };
        responses: {
            /** @description What became of each student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemindedStudents"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMailsOfStudent: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentMail"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryMailOfStudent: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A mail to a student that did not arrive, or not yet. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentMail"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLinks: {
        parameters: {
            query?: {
                status?: "active" | "deleted";
                /** @description A part of the course’s title, or of the pool’s number after a #. */
                search?: string;
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createLink: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLink"];
            };
        };
        responses: {
            /** @description An auto-enrollment link: whoever proves an address may take a license by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLink: {
        parameters: {
            query?: {
                /** @description Also revoke the licenses that it gave, where they are transferable. */
                revoke?: boolean;
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An auto-enrollment link: whoever proves an address may take a license by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeLink: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLink"];
            };
        };
        responses: {
            /** @description An auto-enrollment link: whoever proves an address may take a license by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRequests: {
        parameters: {
            query?: {
                state?: "requested" | "approved" | "declined" | "withdrawn" | "expired";
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRequest"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveRequest: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    endDate?: string | null;
                } | null;
            };
        };
        responses: {
            /** @description What a student asked a link for that gives after approval. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRequest"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineRequest: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Plain decimal digits; anything else is 404. */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason?: string | null;
                } | null;
            };
        };
        responses: {
            /** @description What a student asked a link for that gives after approval. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRequest"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEventFeed: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before; without it the feed begins at the oldest event. */
                after?: string;
                /** @description Events at most. */
                limit?: number;
                /** @description Where there is nothing yet, wait so many seconds for it. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the history, in an order that never changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventFeed"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description A part of the name of who did it, without regard to case. */
                actor?: string;
                /** @description What happened to this student. */
                studentId?: number;
                /** @description What happened in this course. */
                courseId?: number;
                /** @description Only this kind, such as `license.assigned`. */
                kind?: string;
                /** @description From this date (00:00 UTC) or date-time on. */
                from?: string;
                /** @description Up to this date, the whole day of it (UTC), or date-time. */
                to?: string;
                /** @description Only events older than the one with this id: how to read on, past the last page too. */
                before?: number;
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description A webhook with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where events are sent to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where events are sent to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editWebhook: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditWebhook"];
            };
        };
        responses: {
            /** @description Where events are sent to. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A webhook with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event on its way to one webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event on its way to one webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many deliveries were made. */
                        deliveries: number;
                    };
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoster: {
        parameters: {
            query?: {
                /** @description Which page of the rows, from 1. */
                page?: number;
                /** @description Rows per page. */
                pageSize?: number;
                /** @description Only rows of this action. */
                action?: "assign" | "revoke" | "edit" | "keep" | "refuse";
            };
            header?: never;
            path: {
                /** @description The id of the plan. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What would have to happen so that exactly the people of a roster hold its courses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterPlan"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planRoster: {
        parameters: {
            query?: {
                /** @description Which page of the rows, from 1. */
                page?: number;
                /** @description Rows per page. */
                pageSize?: number;
                /** @description Only rows of this action. */
                action?: "assign" | "revoke" | "edit" | "keep" | "refuse";
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rows: {
                        email: string;
                        name?: string | null;
                        /** @description The id of the course. */
                        courseId: string;
                        endDate?: string | null;
                    }[];
                    courses?: string[] | null;
                };
                /** @example email,course,endDate
                 *     anna@sqlbi.com,DAX Fundamentals,2027-06-30 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description What would have to happen so that exactly the people of a roster hold its courses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterPlan"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyRoster: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: the same key and request get the first answer again, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the plan. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowRevocations?: number | null;
                } | null;
            };
        };
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterApplied"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    role: "owner" | "manager" | "viewer";
                };
            };
        };
        responses: {
            /** @description Who works for the license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteAgain: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who works for the license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: {
                /** @description Also delete the API tokens that the member made here. */
                deleteTokens?: boolean;
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who works for the license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRole: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    role: "owner" | "manager" | "viewer";
                };
            };
        };
        responses: {
            /** @description Who works for the license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Which page, from 1. A page past the end is empty. */
                page?: number;
                /** @description Items per page. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateToken"];
            };
        };
        responses: {
            /** @description An API token that has just been made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than this resource accepts: 64 KiB, where nothing else is said. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON in UTF-8. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description The id of the license manager. */
                managerId: number;
                /** @description The id of the token, as listed. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An API token, without its text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description The request is not valid, or the rules refuse it: see `code`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid token. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token may only read. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the rate limit. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Server error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now, or cannot say whether it did. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
