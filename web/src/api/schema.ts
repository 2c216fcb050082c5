/** Generated from the routes of the server by `npm run client`: change those instead. */

export interface paths {
    "/api/auth/sign-in/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        password: string;
                        rememberMe?: boolean;
                        callbackURL?: string;
                    };
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
                            twoFactorRedirect?: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/magic-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        name?: string;
                        callbackURL?: string;
                        errorCallbackURL?: string;
                        newUserCallbackURL?: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in/oauth2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        providerId: string;
                        callbackURL?: string;
                        errorCallbackURL?: string;
                        newUserCallbackURL?: string;
                    };
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
                            url: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/request-password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        redirectTo?: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        newPassword: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        currentPassword: string;
                        newPassword: string;
                        revokeOtherSessions?: boolean;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/update-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/magic-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query: {
                    token: string;
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
                        "application/json": {
                            email: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/magic-link/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
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
                            twoFactorRedirect?: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/magic-link/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        callbackURL?: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/list-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            id: string;
                            /** @description What `revoke-session` takes. */
                            token: string;
                            /** @description The one of this browser. */
                            current: boolean;
                            userAgent: string | null;
                            ipAddress: string | null;
                            /** @description ISO 8601. */
                            createdAt: string;
                            /** @description ISO 8601. */
                            updatedAt: string;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/revoke-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/revoke-other-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        trustDevice?: boolean;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/verify-backup-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        trustDevice?: boolean;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/mail-proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        newPassword: string;
                        proof: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        proof?: string;
                    };
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
                            totpURI: string;
                            backupCodes: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        proof?: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/two-factor/generate-backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        proof?: string;
                    };
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
                            backupCodes: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            password: boolean;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            id: string;
                            /** @description ISO 8601. */
                            at: string;
                            kind: string;
                            browser: string;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/trusted-devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            id: string;
                            browser: string;
                            /** @description ISO 8601. */
                            created: string;
                            /** @description ISO 8601. */
                            lastUsed: string;
                            /** @description ISO 8601. */
                            trustedUntil: string;
                            /** @description The one of this page. */
                            current: boolean;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/trusted-devices/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            user: {
                                id: string;
                                name: string;
                                email: string;
                                twoFactorEnabled: boolean;
                            } | null;
                            /** @description Staff of the publisher. */
                            publisher: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                            /** @description Has or had a license. */
                            student: boolean;
                            terms: {
                                idleSeconds: number;
                                leftSeconds: number;
                            } | null;
                            setupNeeded: boolean;
                            providers: {
                                id: string;
                                name: string;
                            }[];
                            /** @description May read the mails that the server keeps. */
                            mailbox: boolean;
                            brand: {
                                name: string;
                                logo: string | null;
                                lightColor: string | null;
                                darkColor: string | null;
                                supportEmail: string | null;
                                footer: string | null;
                                languages: ("en" | "it")[];
                            };
                            /** @description The server’s address for people. */
                            publicUrl: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        name: string;
                        email: string;
                        password: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/invitation/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
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
                        "application/json": {
                            email: string;
                            manager: string;
                            role: "owner" | "manager" | "viewer";
                            expired: boolean;
                            /** @description False for a link that was copied: it does not say whose address it is. */
                            proves: boolean;
                            /** @description The address has an account. */
                            account: boolean;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        password?: string;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/links/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
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
                        "application/json": {
                            course: {
                                title: string;
                            };
                            manager: {
                                name: string;
                            };
                            transferable: boolean;
                            validity: {
                                count: number;
                                /** @enum {string} */
                                unit: "day" | "week" | "month";
                            } | null;
                            poolStart: string;
                            poolEnd: string;
                            /** @description When a license ends that is taken now. */
                            end: string;
                            /**
                             * @description Where the link, or its pool, has no license left: refuse people, or let them wait.
                             * @enum {string}
                             */
                            whenFull: "refuse" | "wait";
                            /** @description People ask, and get nothing before somebody approves. */
                            approval: boolean;
                            /** @enum {string} */
                            state: "open" | "full" | "paused" | "future" | "ended" | "closed";
                            domains: string[] | null;
                            visitor: {
                                held: {
                                    courseId: string;
                                    manager: string;
                                    end: string;
                                } | null;
                                refusal: ("domain_not_allowed" | "mailbox_enrolled") | null;
                            } | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/links/{code}/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        name?: string | null;
                    };
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
                            status: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/links/{code}/enroll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        message?: string | null;
                    };
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
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingEntry"] | components["schemas"]["LicenseRequest"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            id: string;
                            to: string;
                            subject: string;
                            at: string;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/mail/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
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
                        "application/json": {
                            id: string;
                            to: string;
                            subject: string;
                            at: string;
                            html: string;
                            text: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/licenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
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
                            manager: string;
                            linkId: string | null;
                            /** @description How often it can still be made longer, while nobody waits. */
                            extensions: number;
                            /** @description Whether the course can be opened from here now. */
                            launchable: boolean;
                            certificate: {
                                /** @description Its public page. */
                                url: string;
                                pdf: string;
                                linkedIn: string | null;
                                revoked: boolean;
                            } | null;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            name: string;
                            onLicenses: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/licenses/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/licenses/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/library": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            borrow: {
                                /** @description The id of the link, as text. */
                                linkId: string;
                                name: string | null;
                                course: {
                                    /** @description The id of the course, as text. */
                                    id: string;
                                    title: string;
                                };
                                manager: string;
                                /** @description The id of the pool. */
                                poolId: number;
                                /** @enum {string} */
                                state: "open" | "full" | "paused" | "future" | "ended" | "closed";
                                /** @description Licenses that could be taken at once. */
                                free: number;
                                /** @description How many wait by it. */
                                waiting: number;
                                /** @enum {string} */
                                whenFull: "refuse" | "wait";
                                approval: boolean;
                                validity: {
                                    count: number;
                                    /** @enum {string} */
                                    unit: "day" | "week" | "month";
                                } | null;
                                extensions: number;
                                /** @description When a license ends that is taken now. */
                                end: string;
                            }[];
                            waiting: {
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
                                /** @description The title of the course. */
                                title: string;
                                manager: string;
                            }[];
                            requests: {
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
                                /** @description The title of the course. */
                                title: string;
                                manager: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/library/{linkId}/borrow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    linkId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        message?: string | null;
                    } | null;
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
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingEntry"] | components["schemas"]["LicenseRequest"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/waiting/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/waiting/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
                /** @description A place on the waiting list of a pool. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingEntry"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/requests/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
                /** @description What a student asked a link for that gives after approval. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LicenseRequest"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/licenses/{id}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
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
                /** @description Where a course opens for a student. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Launch"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/my/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            language: ("en" | "it") | null;
                            timeZone: string | null;
                            /** @description What mails use now. */
                            used: {
                                language: ("en" | "it") | null;
                                timeZone: string | null;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        language?: ("en" | "it") | null;
                        timeZone?: string | null;
                    };
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
                            language: ("en" | "it") | null;
                            timeZone: string | null;
                            /** @description What mails use now. */
                            used: {
                                language: ("en" | "it") | null;
                                timeZone: string | null;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/app/publisher/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The id of the student. */
                        studentId?: number;
                        email?: string;
                        /** @description The id of the course. */
                        courseId: number;
                        percent: number;
                        completed?: string | null;
                        lastAccess?: string | null;
                        reportedAt?: string | null;
                    }[];
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
                            taken: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    search?: string;
                    staff?: boolean;
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
                        "application/json": {
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        name?: string;
                        role?: "owner" | "staff" | "viewer";
                    };
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
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: {
                    deleteTokens?: boolean;
                };
                header?: never;
                path: {
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
                        "application/json": {
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        disabled?: boolean;
                        staffRole?: ("owner" | "staff" | "viewer") | null;
                        deleteTokens?: boolean;
                    };
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
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/app/publisher/accounts/{id}/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
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
                        "application/json": {
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/accounts/{id}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
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
                        "application/json": {
                            id: string;
                            email: string;
                            name: string;
                            /** @description Staff of the publisher. */
                            staff: boolean;
                            staffRole: ("owner" | "staff" | "viewer") | null;
                            twoFactorEnabled: boolean;
                            disabled: string | null;
                            lastSignIn: string | null;
                            created: string;
                            managers: {
                                id: number;
                                name: string;
                                role: "owner" | "manager" | "viewer";
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/managers/without-owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": number[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/managers/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                        "application/json": components["schemas"]["Member"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
                    /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                    dryRun?: boolean;
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
                        "application/json": {
                            managers: number;
                            courses: number;
                            pools: number;
                            students: number;
                            licenses: number;
                            progress: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/managers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The license managers, newest first */
        get: operations["listManagers"];
        put?: never;
        /** Make a license manager, and invite its first owner */
        post: operations["createManager"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/managers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A license manager */
        get: operations["getManager"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a license manager, suspend it, or let it go on */
        patch: operations["editManager"];
        trace?: never;
    };
    "/api/app/publisher/v1/managers/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody to work for a license manager
         * @description Again where the address was invited before: with a new link, which replaces the earlier one.
         */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/courses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The courses, newest first */
        get: operations["listCourses"];
        put?: never;
        /** Make a course */
        post: operations["createCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/courses/{id}": {
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
        /**
         * Change a course, archive it, or take it back
         * @description Of `launch` the members that are given change.
         */
        patch: operations["editCourse"];
        trace?: never;
    };
    "/api/app/publisher/v1/courses/{id}/cover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a course a picture
         * @description The bytes of a PNG, JPEG or WebP, up to 2 MiB, whatever type is said.
         */
        put: operations["putCover"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The pools, newest first
         * @description `search` looks into names of license managers, titles of courses, orders and ids.
         */
        get: operations["listPools"];
        put?: never;
        /** Sell licenses of a course to a license manager */
        post: operations["createPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/pools/{id}": {
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
        /** Give a pool more or fewer licenses, another end or order, close it, or open it again */
        patch: operations["editPool"];
        trace?: never;
    };
    "/api/app/publisher/v1/pools/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the next pool, from the end of this one, and let its students go on with it
         * @description Answers the next pool. When this one ends, who has an active license of it then gets one of the next, as far as its licenses reach.
         */
        post: operations["renewPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mails and deliveries to webhooks, of all license managers, newest first
         * @description What was sent is kept for a time. `X-Total-Count` counts up to 10000, which is also where the pages end.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a mail that failed or waits, or a delivery to a webhook, at once */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, newest first, over all license managers
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
    "/api/app/publisher/v1/events/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, oldest first, to be read on from where the last answer ended
         * @description The events of all license managers and the publisher’s own. Cursors survive restarts.
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
    "/api/app/publisher/v1/webhooks": {
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
    "/api/app/publisher/v1/webhooks/{id}": {
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
    "/api/app/publisher/v1/webhooks/{id}/rotate": {
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
    "/api/app/publisher/v1/webhooks/{id}/deliveries": {
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
    "/api/app/publisher/v1/webhooks/{id}/test": {
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
    "/api/app/publisher/v1/webhooks/{id}/deliveries/{deliveryId}/resend": {
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
    "/api/app/publisher/v1/webhooks/{id}/replay": {
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
    "/api/app/publisher/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a student may watch a course now */
        get: operations["getAccess"];
        put?: never;
        /** Whether up to 1,000 students may watch courses now */
        post: operations["checkAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How far students are, up to 1,000 reports, all or nothing
         * @description The newest `reportedAt` counts, now by default and at the latest; a completion keeps its first date. What a report leaves out stays as it was.
         */
        post: operations["reportProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/students/{id}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a course for a student
         * @description Answers where the browser of the student goes, signed anew each time. Refused with `no_license`, where `detail` says when the last license ended, or `not_launchable`.
         */
        post: operations["launchCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/courses/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a course as a test person
         * @description Student, license and manager of the token have the id `0`, the player may go on for an hour, and nothing of it is kept. A course of method `cmi5` is refused with `not_launchable`.
         */
        post: operations["tryCourse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/launches/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The courses that did not open, the latest first
         * @description One entry for a student, a course and a reason; kept for 30 days after the last time.
         */
        get: operations["listLaunchFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificates, the newest first */
        get: operations["listCertificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/certificates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A certificate */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/certificates/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a certificate: its page says so from then on, with the reason */
        post: operations["revokeCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The orders, newest first */
        get: operations["listOrders"];
        put?: never;
        /**
         * Order licenses: the same order again is answered the same
         * @description One pool for each source, reference and line, for ever. Another number or end changes its pool; it gets fewer licenses as seats come back, and takes none from anybody.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/orders/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say of a parked order which course it is for */
        post: operations["resolveOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an order: its pool is closed, or ended with its licenses */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the products of shops stand for, newest first */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/products/{source}/{product}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a product stands for */
        get: operations["getProduct"];
        /** Say what a product stands for, and resolve the orders that are parked for it */
        put: operations["putProduct"];
        post?: never;
        /** Forget what a product stands for: orders keep their pools */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/shop-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What shops sent, newest first */
        get: operations["listShopDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/shop-deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a shop sent, as it came */
        get: operations["getShopDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/shop-deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what a shop sent: what was done already is not done twice */
        post: operations["retryShopDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The students of all license managers, newest first
         * @description A whole address finds whose it is, or was before a merge.
         */
        get: operations["listStudents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/students/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A student with the licenses of all license managers */
        get: operations["getStudent"];
        put?: never;
        post?: never;
        /**
         * Erase a person
         * @description Name, addresses and all that names the person are gone from every record, history and queue, also those that were had before. Licenses and their history stay, with a student “Erased person” who has no address. A student with active licenses is erased only with `end=true`, which ends them. A repeat answers the same.
         */
        delete: operations["eraseStudent"];
        options?: never;
        head?: never;
        /**
         * Correct the name or the address of a student
         * @description An address that was wrong finds nobody any more. Of an address that another student has, see `merge`.
         */
        patch: operations["changeStudent"];
        trace?: never;
    };
    "/api/app/publisher/v1/students/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make all of a student another one’s
         * @description That one keeps name and address, and is found by both addresses. Where both hold a course, one license ends: the untransferable one stays, else the one that ends later. With `dryRun=true` the answer shows what would become of each license.
         */
        post: operations["mergeStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/students/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is kept of a person, as one document */
        get: operations["exportStudent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/v1/tokens": {
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
    "/api/app/publisher/v1/tokens/{id}": {
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
    "/api/app/publisher/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            /** @description Licenses of all pools that have not ended. */
                            sold: number;
                            used: number;
                            free: number;
                            /** @description Licenses of pools that end within 90 days. */
                            endingSoon: number;
                            fullPools: number;
                            /** @description Started 30 days ago or more, and without a license in use. */
                            unusedPools: number;
                            /** @description Up to 1,000. */
                            ordersParked: number;
                            /** @description Mails and deliveries of webhooks, up to 1,000 each. */
                            deliveriesFailed: number;
                            /** @description Those of which most is sold, up to 200. */
                            courses: {
                                /** @description The id of the course, as text. */
                                id: string;
                                title: string;
                                pools: number;
                                sold: number;
                                used: number;
                            }[];
                            endings: {
                                /** @description In UTC, such as `2027-01`: this month and the eleven that follow. */
                                month: string;
                                pools: number;
                                licenses: number;
                                used: number;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            name: string | null;
                            /** @description The name by which the server was started. */
                            standardName: string;
                            senderName: string | null;
                            supportEmail: string | null;
                            footer: string | null;
                            lightColor: string | null;
                            darkColor: string | null;
                            languages: ("en" | "it")[];
                            logo: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: {
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
                        name?: string | null;
                        senderName?: string | null;
                        supportEmail?: string | null;
                        footer?: string | null;
                        lightColor?: string | null;
                        darkColor?: string | null;
                        languages?: ("en" | "it")[];
                    };
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
                            name: string | null;
                            /** @description The name by which the server was started. */
                            standardName: string;
                            senderName: string | null;
                            supportEmail: string | null;
                            footer: string | null;
                            lightColor: string | null;
                            darkColor: string | null;
                            languages: ("en" | "it")[];
                            logo: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/app/publisher/settings/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: {
                    /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                    dryRun?: boolean;
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
                        "application/json": {
                            logo: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete: {
            parameters: {
                query?: {
                    /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                    dryRun?: boolean;
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
                        "application/json": {
                            logo: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/settings/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
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
                        "application/json": {
                            kind: string;
                            /** @enum {string} */
                            language: "en" | "it";
                            placeholders: string[];
                            /** @description What the program comes with. */
                            standard: {
                                subject: string;
                                body: string;
                            };
                            own: {
                                subject: string;
                                body: string;
                            } | null;
                        }[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/settings/texts/{kind}/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: {
                    /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                    dryRun?: boolean;
                };
                header?: never;
                path: {
                    kind: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        subject: string;
                        body: string;
                    };
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
                            kind: string;
                            /** @enum {string} */
                            language: "en" | "it";
                            placeholders: string[];
                            /** @description What the program comes with. */
                            standard: {
                                subject: string;
                                body: string;
                            };
                            own: {
                                subject: string;
                                body: string;
                            } | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete: {
            parameters: {
                query?: {
                    /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                    dryRun?: boolean;
                };
                header?: never;
                path: {
                    kind: string;
                    language: string;
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
                        "application/json": {
                            kind: string;
                            /** @enum {string} */
                            language: "en" | "it";
                            placeholders: string[];
                            /** @description What the program comes with. */
                            standard: {
                                subject: string;
                                body: string;
                            };
                            own: {
                                subject: string;
                                body: string;
                            } | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/app/publisher/settings/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
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
                        kind: string;
                        /** @enum {string} */
                        language: "en" | "it";
                        text?: {
                            subject: string;
                            body: string;
                        } | null;
                        settings?: {
                            name?: string | null;
                            senderName?: string | null;
                            supportEmail?: string | null;
                            footer?: string | null;
                            lightColor?: string | null;
                            darkColor?: string | null;
                            languages?: ("en" | "it")[];
                        };
                    };
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
                            from: string;
                            subject: string;
                            html: string;
                            text: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Whether a student may watch a course. Who is unknown has no access. */
        Access: {
            courseId: string;
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            } | null;
            /** @description Whether the student may watch the course at this moment. */
            access: boolean;
            licenseId: number | null;
            managerId: string | null;
            /**
             * @description When the license ends.
             * @example 2024-04-17T15:23:08+00:00
             */
            until: string | null;
        };
        AccessChecks: {
            checks: {
                courseId: string | number;
                email?: string | null;
                studentId?: number | null;
            }[];
        };
        /** @description In the order in which they were asked. */
        Accesses: {
            results: {
                courseId: string;
                student: {
                    /** @description The id of the student. */
                    id: number;
                    name: string;
                    email: string;
                } | null;
                /** @description Whether the student may watch the course at this moment. */
                access: boolean;
                licenseId: number | null;
                managerId: string | null;
                /**
                 * @description When the license ends.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                until: string | null;
            }[];
        };
        /** @description That a student completed a course. */
        Certificate: {
            /** @description The id of the certificate, as text. */
            id: string;
            /** @description Its public page, which verifies it. */
            url: string;
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
            course: {
                /** @description The id of the course, as text. */
                id: string;
                /** @description As it was then. */
                title: string;
            };
            /**
             * @description When the course was completed.
             * @example 2024-04-17T15:23:08+00:00
             */
            completed: string;
            /**
             * @description When the certificate was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            issued: string;
            /**
             * @description When it was revoked.
             * @example 2024-04-17T15:23:08+00:00
             */
            revoked: string | null;
            reason: string | null;
        };
        CourseChanges: {
            title?: string | null;
            description?: string | null;
            kind?: ("course" | "subscription") | null;
            months?: number | null;
            launch?: {
                method?: ("none" | "link" | "token" | "cmi5") | null;
                url?: string | null;
                moveOn?: ("Passed" | "Completed" | "CompletedAndPassed" | "CompletedOrPassed" | "NotApplicable") | null;
            } | null;
            activityId?: string | null;
            certificates?: boolean | null;
            archived?: boolean | null;
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
        /** @description What is left of a student: the licenses, and nobody’s name. */
        ErasedStudent: {
            /** @description The id of the student. */
            id: number;
            name: string;
            /** @description Empty, where the student was erased. */
            email: string;
            /** @description Active licenses, of all license managers. */
            activeLicenses: number;
            /** @description License managers of whom the student has or had a license. */
            managers: number;
            /** @description Licenses that were ended for it. */
            endedLicenses: number;
            accountBecame: ("deleted" | "kept") | null;
        };
        InviteMember: {
            email: string;
            role?: ("owner" | "manager" | "viewer") | null;
        };
        /** @description Where a course opens for a student. */
        Launch: {
            /** @description Where the browser of the student goes. */
            url: string;
            /**
             * @description Until when it opens; null: it does not end.
             * @example 2024-04-17T15:23:08+00:00
             */
            expires: string | null;
        };
        LaunchCourse: {
            /** @description The id of the course, as text. */
            courseId: string;
        };
        /** @description A course that a student could not open. */
        LaunchFailure: {
            student: {
                /** @description The id of the student. */
                id: number;
                name: string;
                email: string;
            };
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            };
            /** @description The code of the refusal. */
            why: string;
            /** @description How often, for this student, course and reason. */
            times: number;
            /**
             * @description The first time.
             * @example 2024-04-17T15:23:08+00:00
             */
            first: string;
            /**
             * @description The last time.
             * @example 2024-04-17T15:23:08+00:00
             */
            last: string;
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
        ManagerChanges: {
            name?: string | null;
            email?: string | null;
            allowedDomains?: string[] | null;
            suspended?: boolean | null;
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
        MergeStudent: {
            /** @description The id of the student who takes all over, and keeps name and address. */
            into: number;
        };
        /** @description The student who took all over, and what became of each license. */
        MergedStudent: {
            /** @description The id of the student. */
            id: number;
            name: string;
            /** @description Empty, where the student was erased. */
            email: string;
            /** @description Active licenses, of all license managers. */
            activeLicenses: number;
            /** @description License managers of whom the student has or had a license. */
            managers: number;
            /** @description Addresses of students who were merged into this one: they find this one. */
            otherAddresses: string[];
            /** @description True: somebody signs in with the address. */
            account: boolean;
            /** @description Those that are over too, newest first, up to 1,000. */
            licenses: {
                /** @description The id of the license. */
                licenseId: number;
                manager: {
                    /** @description The id of the license manager, as text. */
                    id: string;
                    name: string;
                };
                course: {
                    /** @description The id of the course, as text. */
                    id: string;
                    title: string;
                };
                /** @description The id of the pool. */
                poolId: number;
                transferable: boolean;
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
                active: boolean;
                /**
                 * @description When it was ended or ran out; null while it has not.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                ended: string | null;
                endedHow: string | null;
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
            }[];
            merged: {
                /** @description The id of the student who was merged. */
                id: number;
                name: string;
                email: string;
                licenses: {
                    /** @description The id of a license that had not ended. */
                    licenseId: number;
                    /** @description The id of the course, as text. */
                    courseId: string;
                    /** @description The id of the license manager, as text. */
                    managerId: string;
                    /**
                     * @description The end that it had.
                     * @example 2024-04-17T15:23:08+00:00
                     */
                    end: string;
                    transferable: boolean;
                    /**
                     * @description `moved`: the other student holds it now; `kept`: that student held it before; `ended`: it is over, because the other license is enough.
                     * @enum {string}
                     */
                    becomes: "moved" | "kept" | "ended";
                    keeps: number | null;
                }[];
            };
        };
        NewCourse: {
            title: string;
            description?: string | null;
            kind?: ("course" | "subscription") | null;
            months?: number | null;
            launch?: {
                method?: ("none" | "link" | "token" | "cmi5") | null;
                url?: string | null;
                moveOn?: ("Passed" | "Completed" | "CompletedAndPassed" | "CompletedOrPassed" | "NotApplicable") | null;
            } | null;
            activityId?: string | null;
            certificates?: boolean | null;
            archived?: boolean | null;
        };
        NewManager: {
            name: string;
            email: string;
            allowedDomains?: string[] | null;
            ownerEmail?: string | null;
        };
        NewPool: {
            managerId: string | number;
            courseId: string | number;
            transferable?: boolean | null;
            licenses: number;
            start?: string | null;
            end?: string | null;
            months?: number | null;
            order?: string | null;
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
        /** @description A line of an order, which becomes one pool, once. */
        Order: {
            /** @description The id of the order, as text. */
            id: string;
            source: string;
            reference: string;
            line: string;
            /** @enum {string} */
            state: "active" | "parked" | "cancelled";
            managerId: string | null;
            poolId: number | null;
            courseId: string | null;
            product: string | null;
            /** @description Units, as ordered. */
            licenses: number;
            why: string | null;
            /**
             * @description When it came.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it last changed.
             * @example 2024-04-17T15:23:08+00:00
             */
            changed: string;
        };
        OrderBody: {
            /** @description Where it was bought, such as `stripe`. */
            source: string;
            /** @description The number of the order where it was bought. */
            reference: string;
            line?: string | null;
            /** @description Found by `id`, else by `email`; where there is none, made, and its owner invited. */
            manager: {
                id?: (number | string) | null;
                email?: string | null;
                name?: string | null;
                allowedDomains?: string[] | null;
                ownerEmail?: string | null;
            };
            courseId?: (number | string) | null;
            product?: string | null;
            transferable?: boolean | null;
            /** @description How many units. */
            licenses: number;
            start?: string | null;
            end?: string | null;
            months?: number | null;
        };
        /** @description All that is kept of a person: a list for each kind of record. docs/privacy.md tells what each is. */
        PersonData: {
            [key: string]: unknown;
        };
        PoolChanges: {
            licenses?: number | null;
            end?: string | null;
            closed?: boolean | null;
            order?: string | null;
            whenInUse?: ("refuse" | "wait") | null;
        };
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
        /** @description What something that a shop sells stands for. */
        Product: {
            source: string;
            product: string;
            /** @description The id of the course, as text. */
            courseId: string;
            transferable: boolean;
            licensesPerUnit: number;
            months: number | null;
        };
        ProductBody: {
            courseId: number | string;
            transferable?: boolean | null;
            licensesPerUnit?: number | null;
            months?: number | null;
        };
        ProgressReports: {
            reports: {
                studentId?: number | null;
                email?: string | null;
                courseId: number | string;
                percent?: number | null;
                completed?: string | null;
                lastAccess?: string | null;
                reportedAt?: string | null;
            }[];
        };
        ProgressTaken: {
            /** @description Reports that count. */
            taken: number;
            /** @description Reports that a newer one had replaced; only a completion in them counts. */
            older: number;
        };
        /** @description A course of the publisher. */
        PublisherCourse: {
            /** @description The id of the course, as text. */
            id: string;
            title: string;
            description: string;
            /** @enum {string} */
            kind: "course" | "subscription";
            /** @description How long a pool of it lasts where nothing else is said. */
            months: number;
            cover: string | null;
            launch: {
                /** @enum {string} */
                method: "none" | "link" | "token" | "cmi5";
                url: string | null;
                moveOn: ("Passed" | "Completed" | "CompletedAndPassed" | "CompletedOrPassed" | "NotApplicable") | null;
            };
            /** @description What xAPI statements call it. */
            activityId: string;
            /** @description Who completes it gets a certificate. */
            certificates: boolean;
            /** @description True: it is sold no more. */
            archived: boolean;
        };
        /** @description A mail or an event on its way. What it says, and its secrets, are not told. */
        PublisherDelivery: {
            id: string;
            /** @enum {string} */
            channel: "mail" | "webhook";
            /** @description Of mail, such as `license_assigned`, or of event. */
            kind: string;
            /** @description The address of a mail, or the URL of a webhook. */
            target: string;
            managerId: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            attempts: number;
            error: string | null;
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it was sent, or failed for good.
             * @example 2024-04-17T15:23:08+00:00
             */
            done: string | null;
            /**
             * @description When it is tried next.
             * @example 2024-04-17T15:23:08+00:00
             */
            next: string | null;
        };
        /** @description One fact of the history, which is never changed. */
        PublisherEvent: {
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
            managerId: string | null;
        };
        /** @description A part of the history, in an order that never changes. */
        PublisherEventFeed: {
            /** @description Oldest first. */
            events: components["schemas"]["PublisherEvent"][];
            /** @description The cursor to go on from: give it as `after`. */
            next: string;
            /** @description Whether there is more already. */
            more: boolean;
        };
        /** @description A license manager: a customer of the publisher. */
        PublisherManager: {
            /** @description The id of the license manager, as text. */
            id: string;
            name: string;
            email: string;
            /** @description The domains of addresses that transferable licenses may go to. */
            allowedDomains: string[];
            /**
             * @description When it was made.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /** @description How many pools. */
            pools: number;
            /** @description Licenses bought, in all pools. */
            licenses: number;
            assignedLicenses: number;
            /** @description True: every change by its members, tokens, links and agents is refused, `manager_suspended`. Reading goes on, and licenses run on. */
            suspended: boolean;
        };
        /** @description A purchase: licenses of one course for one license manager. */
        PublisherPool: {
            /** @description The id of the pool, as text. */
            id: string;
            /** @description The id of the license manager, as text. */
            managerId: string;
            course: {
                /** @description The id of the course, as text. */
                id: string;
                title: string;
            };
            transferable: boolean;
            /** @description Licenses bought. A pool that shrinks loses those that come back. */
            licenses: number;
            assignedLicenses: number;
            /** @description 0 before the start, from the end, and where it is closed. */
            availableLicenses: number;
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
            /** @description True: it gives no more licenses, `pool_closed`; those that are held run on. */
            closed: boolean;
            shrinkTo: number | null;
        };
        /** @description A student, across all license managers. */
        PublisherStudent: {
            /** @description The id of the student. */
            id: number;
            name: string;
            /** @description Empty, where the student was erased. */
            email: string;
            /** @description Active licenses, of all license managers. */
            activeLicenses: number;
            /** @description License managers of whom the student has or had a license. */
            managers: number;
        };
        /** @description A student with all licenses. */
        PublisherStudentDetail: {
            /** @description The id of the student. */
            id: number;
            name: string;
            /** @description Empty, where the student was erased. */
            email: string;
            /** @description Active licenses, of all license managers. */
            activeLicenses: number;
            /** @description License managers of whom the student has or had a license. */
            managers: number;
            /** @description Addresses of students who were merged into this one: they find this one. */
            otherAddresses: string[];
            /** @description True: somebody signs in with the address. */
            account: boolean;
            /** @description Those that are over too, newest first, up to 1,000. */
            licenses: {
                /** @description The id of the license. */
                licenseId: number;
                manager: {
                    /** @description The id of the license manager, as text. */
                    id: string;
                    name: string;
                };
                course: {
                    /** @description The id of the course, as text. */
                    id: string;
                    title: string;
                };
                /** @description The id of the pool. */
                poolId: number;
                transferable: boolean;
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
                active: boolean;
                /**
                 * @description When it was ended or ran out; null while it has not.
                 * @example 2024-04-17T15:23:08+00:00
                 */
                ended: string | null;
                endedHow: string | null;
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
            }[];
        };
        RenewPool: {
            end?: string | null;
            months?: number | null;
            licenses?: number | null;
            order?: string | null;
        };
        ReplayWebhook: {
            /** @description A date-time with an offset: events from then on. */
            since: string;
            until?: string | null;
        };
        ResolveBody: {
            courseId: number | string;
            transferable?: boolean | null;
            months?: number | null;
            manager?: {
                id?: (number | string) | null;
                email?: string | null;
                name?: string | null;
                allowedDomains?: string[] | null;
                ownerEmail?: string | null;
            } | null;
        };
        RevokeCertificate: {
            /** @description Shown on the public page. */
            reason: string;
        };
        /** @description What a shop sent. */
        ShopDelivery: {
            /** @description The id of the delivery, as text. */
            id: string;
            source: string;
            /** @description The id that the shop gave it; for WooCommerce one of its content. */
            event: string;
            kind: string;
            /**
             * @description `ignored`: nothing follows from it; `waiting`: it failed, and is tried again; `failed`: no more.
             * @enum {string}
             */
            state: "done" | "ignored" | "waiting" | "failed";
            why: string | null;
            reference: string | null;
            /** @description How often it came. */
            times: number;
            /** @description How often it failed. */
            attempts: number;
            /**
             * @description When it came first.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it is tried again.
             * @example 2024-04-17T15:23:08+00:00
             */
            next: string | null;
        };
        ShopDeliveryDetails: {
            /** @description The id of the delivery, as text. */
            id: string;
            source: string;
            /** @description The id that the shop gave it; for WooCommerce one of its content. */
            event: string;
            kind: string;
            /**
             * @description `ignored`: nothing follows from it; `waiting`: it failed, and is tried again; `failed`: no more.
             * @enum {string}
             */
            state: "done" | "ignored" | "waiting" | "failed";
            why: string | null;
            reference: string | null;
            /** @description How often it came. */
            times: number;
            /** @description How often it failed. */
            attempts: number;
            /**
             * @description When it came first.
             * @example 2024-04-17T15:23:08+00:00
             */
            created: string;
            /**
             * @description When it is tried again.
             * @example 2024-04-17T15:23:08+00:00
             */
            next: string | null;
            /** @description As it came; bytes that are no text stand in Base64. */
            body: string;
        };
        StudentChanges: {
            name?: string | null;
            email?: string | null;
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
    listManagers: {
        parameters: {
            query?: {
                /** @description Only what has each of these words, without regard to case and accents. */
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
                    "application/json": components["schemas"]["PublisherManager"][];
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
    createManager: {
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
                "application/json": components["schemas"]["NewManager"];
            };
        };
        responses: {
            /** @description A license manager: a customer of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherManager"];
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
    getManager: {
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
            /** @description A license manager: a customer of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherManager"];
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
    editManager: {
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
                "application/json": components["schemas"]["ManagerChanges"];
            };
        };
        responses: {
            /** @description A license manager: a customer of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherManager"];
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
    inviteMember: {
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
                "application/json": components["schemas"]["InviteMember"];
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
    listCourses: {
        parameters: {
            query?: {
                /** @description Only what has each of these words, without regard to case and accents. */
                search?: string;
                /** @description Only those that are archived, or only the others. */
                archived?: boolean;
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
                    "application/json": components["schemas"]["PublisherCourse"][];
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
    createCourse: {
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
                "application/json": components["schemas"]["NewCourse"];
            };
        };
        responses: {
            /** @description A course of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherCourse"];
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
            /** @description A course of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherCourse"];
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
    editCourse: {
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
                "application/json": components["schemas"]["CourseChanges"];
            };
        };
        responses: {
            /** @description A course of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherCourse"];
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
    putCover: {
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
                "image/*": string;
            };
        };
        responses: {
            /** @description A course of the publisher. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherCourse"];
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
    listPools: {
        parameters: {
            query?: {
                /** @description Only those of this license manager. */
                managerId?: number;
                /** @description Only those of this course. */
                courseId?: number;
                /** @description Only what has each of these words, without regard to case and accents. */
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
                    "application/json": components["schemas"]["PublisherPool"][];
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
    createPool: {
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
                "application/json": components["schemas"]["NewPool"];
            };
        };
        responses: {
            /** @description A purchase: licenses of one course for one license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherPool"];
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
            /** @description A purchase: licenses of one course for one license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherPool"];
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
    editPool: {
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
                "application/json": components["schemas"]["PoolChanges"];
            };
        };
        responses: {
            /** @description A purchase: licenses of one course for one license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherPool"];
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
    renewPool: {
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
                "application/json": components["schemas"]["RenewPool"] | null;
            };
        };
        responses: {
            /** @description A purchase: licenses of one course for one license manager. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherPool"];
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
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Only those. */
                state?: "waiting" | "delivered" | "failed";
                /** @description Only mails, or only webhooks. */
                channel?: "mail" | "webhook";
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
                    "application/json": components["schemas"]["PublisherDelivery"][];
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
    retryDelivery: {
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
                /** @description The id of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A mail or an event on its way. What it says, and its secrets, are not told. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherDelivery"];
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
                /** @description What stands in the history of this license manager. */
                managerId?: number;
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
                    "application/json": components["schemas"]["PublisherEvent"][];
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
                    "application/json": components["schemas"]["PublisherEventFeed"];
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
    getAccess: {
        parameters: {
            query: {
                /** @description The id of the course. */
                courseId: string;
                /** @description The address of the student. */
                email?: string;
                /** @description The id of the student. */
                studentId?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether a student may watch a course. Who is unknown has no access. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Access"];
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
    checkAccess: {
        parameters: {
            query?: {
                /** @description Decide and answer as usual, and keep nothing. `true`, `false`, `1` or `0`. */
                dryRun?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessChecks"];
            };
        };
        responses: {
            /** @description In the order in which they were asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accesses"];
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
    reportProgress: {
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
                "application/json": components["schemas"]["ProgressReports"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressTaken"];
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
    launchCourse: {
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
                "application/json": components["schemas"]["LaunchCourse"];
            };
        };
        responses: {
            /** @description Where a course opens for a student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Launch"];
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
    tryCourse: {
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
        requestBody?: never;
        responses: {
            /** @description Where a course opens for a student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Launch"];
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
    listLaunchFailures: {
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
                    "application/json": components["schemas"]["LaunchFailure"][];
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
    listCertificates: {
        parameters: {
            query?: {
                /** @description Of this course. */
                courseId?: number;
                /** @description Of this student. */
                studentId?: number;
                /** @description Only those that were revoked, or that were not. */
                revoked?: boolean;
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
                    "application/json": components["schemas"]["Certificate"][];
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
    getCertificate: {
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
            /** @description That a student completed a course. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
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
    revokeCertificate: {
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
                "application/json": components["schemas"]["RevokeCertificate"];
            };
        };
        responses: {
            /** @description That a student completed a course. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
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
    listOrders: {
        parameters: {
            query?: {
                state?: "active" | "parked" | "cancelled";
                /** @description Where it was bought, such as `stripe`. */
                source?: string;
                /** @description A part of the reference, the product, or the buyer’s name or address. */
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
                    "application/json": components["schemas"]["Order"][];
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
    placeOrder: {
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
                "application/json": components["schemas"]["OrderBody"];
            };
        };
        responses: {
            /** @description A line of an order, which becomes one pool, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
    getOrder: {
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
            /** @description A line of an order, which becomes one pool, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
    resolveOrder: {
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
                "application/json": components["schemas"]["ResolveBody"];
            };
        };
        responses: {
            /** @description A line of an order, which becomes one pool, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
    cancelOrder: {
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
                    mode?: ("close" | "end") | null;
                } | null;
            };
        };
        responses: {
            /** @description A line of an order, which becomes one pool, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
    listProducts: {
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
                    "application/json": components["schemas"]["Product"][];
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
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Where it was bought, such as `stripe`. */
                source: string;
                /** @description Percent-encoded. */
                product: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What something that a shop sells stands for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
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
    putProduct: {
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
                /** @description Where it was bought, such as `stripe`. */
                source: string;
                /** @description Percent-encoded. */
                product: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductBody"];
            };
        };
        responses: {
            /** @description What something that a shop sells stands for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
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
    deleteProduct: {
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
                /** @description Where it was bought, such as `stripe`. */
                source: string;
                /** @description Percent-encoded. */
                product: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What something that a shop sells stands for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
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
    listShopDeliveries: {
        parameters: {
            query?: {
                source?: "stripe" | "woocommerce" | "paddle";
                state?: "done" | "ignored" | "waiting" | "failed";
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
                    "application/json": components["schemas"]["ShopDelivery"][];
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
    getShopDelivery: {
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
                    "application/json": components["schemas"]["ShopDeliveryDetails"];
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
    retryShopDelivery: {
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
        requestBody?: never;
        responses: {
            /** @description What a shop sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShopDelivery"];
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
    listStudents: {
        parameters: {
            query?: {
                /** @description Only what has each of these words, without regard to case and accents. */
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
                    "application/json": components["schemas"]["PublisherStudent"][];
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
            /** @description A student with all licenses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherStudentDetail"];
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
    eraseStudent: {
        parameters: {
            query?: {
                /** @description End active licenses. `true`, `false`, `1` or `0`. */
                end?: boolean;
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
            /** @description What is left of a student: the licenses, and nobody’s name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedStudent"];
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
    changeStudent: {
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
                "application/json": components["schemas"]["StudentChanges"];
            };
        };
        responses: {
            /** @description A student with all licenses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherStudentDetail"];
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
    mergeStudent: {
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
                "application/json": components["schemas"]["MergeStudent"];
            };
        };
        responses: {
            /** @description The student who took all over, and what became of each license. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedStudent"];
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
    exportStudent: {
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
            /** @description All that is kept of a person: a list for each kind of record. docs/privacy.md tells what each is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonData"];
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
