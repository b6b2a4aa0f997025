<?php

/*
| Pages for people; every route here has a session.
*/

use App\Http\Controllers\VisitController;
use Illuminate\Support\Facades\Route;

Route::get('/', [VisitController::class, 'home']);
Route::get('/count', [VisitController::class, 'count']);
Route::get('/linger', [VisitController::class, 'linger']);
Route::get('/form', [VisitController::class, 'form']);
Route::post('/login', [VisitController::class, 'login']);
Route::get('/me', [VisitController::class, 'me']);
