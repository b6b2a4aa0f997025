<?php

use App\Http\Controllers\LabController;
use Illuminate\Support\Facades\Route;

Route::get('/lab/node', [LabController::class, 'node']);
Route::get('/lab/remember/{key}/{value}', [LabController::class, 'remember']);
Route::get('/lab/recall/{key}', [LabController::class, 'recall']);
Route::post('/lab/upload', [LabController::class, 'upload']);
Route::get('/lab/download', [LabController::class, 'download']);
Route::get('/lab/read', [LabController::class, 'read']);
Route::get('/lab/write/{text}', [LabController::class, 'write']);
Route::get('/lab/job/{text}', [LabController::class, 'job']);
Route::get('/lab/publish/{text}', [LabController::class, 'publish']);
Route::get('/lab/log/{text}', [LabController::class, 'log']);
