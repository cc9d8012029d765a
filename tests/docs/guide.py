"""What the guide names, in its order: for the page that answers it."""

ENDPOINTS = (
    "GET /api/courses",
    "GET /api/courses/:id",
    "POST /api/courses",
    "PUT /api/courses/:id",
    "DELETE /api/courses/:id",
    "POST /api/courses/generate",
    "GET /api/courses/generate/:jobId/status",
    "POST /api/courses/:id/enroll",
    "DELETE /api/courses/:id/enroll",
    "GET /api/courses/:id/students",
    "GET /api/courses/:id/lessons",
    "POST /api/courses/:id/lessons",
    "GET /api/courses/:id/analytics",
    "GET /api/courses/:id/progress",
    "GET /api/progress/courses/:courseId",
    "GET /api/progress/lessons/:lessonId",
    "POST /api/progress/lessons/:lessonId/sections/:sectionId/complete",
    "POST /api/progress/lessons/:lessonId/complete",
    "POST /api/progress/time",
    "GET /api/progress/time/summary",
    "GET /api/progress/achievements",
    "GET /api/progress/streak",
    "GET /api/progress/analytics/dashboard",
    "GET /api/progress/analytics/learning-path",
    "GET /health",
)

# Models that are there; of those that come later the name alone must be answered.
MODELS = {
    "User": "id email name role avatar createdAt updatedAt learningStreak lastActiveDate "
    "totalTimeSpent skillPoints",
    "Course": "id title description difficulty category tags thumbnail estimatedDuration "
    "generatedBy generationPrompt aiMetadata status isPublished createdAt updatedAt publishedAt "
    "createdBy",
    "Lesson": "id title description order estimatedDuration contentType learningObjectives "
    "prerequisites createdAt updatedAt courseId",
    "Section": "id title content type order videoUrl imageUrl codeSnippet quiz createdAt "
    "updatedAt lessonId",
    "CourseEnrollment": "id enrolledAt userId courseId",
    "CourseProgress": "completionPercentage completedLessons totalLessons isCompleted startedAt "
    "completedAt lastAccessedAt",
    "LessonProgress": "completedSections totalSections completionPercentage isCompleted "
    "startedAt completedAt lastAccessedAt",
    "SectionProgress": "completedAt timeSpent",
    "TimeEntry": "",
    "UserAchievement": "type title description points unlockedAt",
    "Quiz": "",
    "Question": "",
    "QuizAttempt": "",
    "CourseGenerationJob": "",
    "ContentVersion": "",
}

ENUMS = {
    "UserRole": "STUDENT INSTRUCTOR ADMIN",
    "Difficulty": "BEGINNER INTERMEDIATE ADVANCED",
    "CourseStatus": "DRAFT REVIEW PUBLISHED ARCHIVED",
    "ContentType": "TEXT VIDEO INTERACTIVE MIXED",
    "SectionType": "TEXT VIDEO QUIZ CODE IMAGE INTERACTIVE",
    "QuestionType": "MULTIPLE_CHOICE TRUE_FALSE SHORT_ANSWER ESSAY CODE",
}

INDEXES = (
    "courses (is_published, category)",
    "courses (difficulty, created_at)",
    "courses` full text",
    "course_progress (user_id, completion_percentage)",
    "lesson_progress (user_id, lesson_id, last_accessed_at)",
    "section_progress (user_id, completed_at)",
    "time_entries (user_id, start_time)",
    "time_entries (course_id, duration)",
    "user_achievements (type, unlocked_at)",
    "users (learning_streak, skill_points)",
    "course_enrollments (user_id, enrolled_at)",
    "course_enrollments (course_id, enrolled_at)",
)
